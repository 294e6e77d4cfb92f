//! How much a client may ask for, and how long it may take.

use std::time::Duration;

/// How much a client may ask for, and how long it may take.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The largest body of a request, in bytes. A letter of Arabic takes six of them in a form.
    pub body: usize,
    /// How long a client may take for the head of a request, and keep a connection without one.
    pub head: Duration,
    /// How long it may take for the body.
    pub sending: Duration,
    /// How long a connection lasts, whatever it is used for. Clients open another one.
    pub connection: Duration,
    /// Connections at a time; others wait until one of them ends.
    pub connections: usize,
    /// Requests at a time that wait for a thread; others are refused.
    pub waiting: usize,
    /// How long a request waits for a thread.
    pub wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 8 << 20,
            head: Duration::from_secs(20),
            sending: Duration::from_secs(30),
            connection: Duration::from_secs(300),
            connections: 256,
            waiting: 64,
            wait: Duration::from_secs(30),
        }
    }
}
