//! What the editor is yet to be told. The server never waits for an editor that does not read: it leaves its messages
//! here, and somebody else carries them out.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::uri::Uri;

/// Most bytes of messages that may wait, findings apart: an editor that reads nothing of so much has gone astray.
const LIMIT: usize = 64 << 20;

/// Messages on their way out.
#[derive(Debug, Default)]
pub struct Outbox {
    state: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    queue: VecDeque<Item>,
    /// The findings of each article that waits in the queue: what is newer takes the place of what nobody has read.
    found: BTreeMap<Uri, Vec<u8>>,
    /// Bytes of the messages in the queue.
    bytes: usize,
    is_writing: bool,
    is_closed: bool,
}

#[derive(Debug)]
enum Item {
    Message(Vec<u8>),
    Found(Uri),
}

impl Outbox {
    fn state(&self) -> MutexGuard<'_, Waiting> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves a message.
    pub fn send(&self, message: Vec<u8>) {
        let mut state = self.state();
        if !state.is_closed {
            state.bytes += message.len();
            state.queue.push_back(Item::Message(message));
            self.changed.notify_all();
        }
    }

    /// Leaves the message of what is found in an article. It takes the place of an earlier one that still waits.
    pub fn publish(&self, uri: &Uri, message: Vec<u8>) {
        let mut state = self.state();
        if !state.is_closed {
            if state.found.insert(uri.clone(), message).is_none() {
                state.queue.push_back(Item::Found(uri.clone()));
            }
            self.changed.notify_all();
        }
    }

    /// Whether more waits than an editor that reads would ever leave.
    pub fn is_overfull(&self) -> bool {
        self.state().bytes > LIMIT
    }

    /// Takes the next message, if there is one.
    pub fn take(&self) -> Option<Vec<u8>> {
        self.state().take()
    }

    /// Waits for the next message to write, until there can be none any more.
    pub fn next(&self) -> Option<Vec<u8>> {
        let mut state = self.state();
        loop {
            state.is_writing = false;
            if let Some(message) = state.take() {
                state.is_writing = true;
                return Some(message);
            }
            self.changed.notify_all();
            if state.is_closed {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Nobody reads any more: nothing is kept from now on.
    pub fn close(&self) {
        *self.state() = Waiting { is_closed: true, ..Waiting::default() };
        self.changed.notify_all();
    }

    /// Waits until everything is written, but not longer than `patience`.
    pub fn drain(&self, patience: Duration) {
        let state = self.state();
        let is_full = |state: &mut Waiting| !state.queue.is_empty() || state.is_writing;
        drop(self.changed.wait_timeout_while(state, patience, is_full));
    }
}

impl Waiting {
    fn take(&mut self) -> Option<Vec<u8>> {
        match self.queue.pop_front()? {
            Item::Message(message) => {
                self.bytes -= message.len().min(self.bytes);
                Some(message)
            }
            Item::Found(uri) => self.found.remove(&uri),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_that_nobody_has_read_give_way_to_newer_ones() {
        let outbox = Outbox::default();
        let [a, b] = ["\"a\"", "\"b\""].map(|uri| serde_json::from_str::<Uri>(uri).unwrap());
        outbox.publish(&a, b"a1".to_vec());
        outbox.send(b"answer".to_vec());
        outbox.publish(&b, b"b1".to_vec());
        outbox.publish(&a, b"a2".to_vec());
        let told: Vec<_> = std::iter::from_fn(|| outbox.take()).collect();
        assert_eq!(told, [&b"a2"[..], b"answer", b"b1"]);
        outbox.publish(&a, b"a3".to_vec());
        assert_eq!(outbox.take().as_deref(), Some(&b"a3"[..]));
    }

    #[test]
    fn more_than_anybody_would_leave_unread_is_noticed() {
        let outbox = Outbox::default();
        outbox.send(vec![0; LIMIT]);
        assert!(!outbox.is_overfull());
        outbox.send(vec![0]);
        assert!(outbox.is_overfull());
        outbox.close();
        outbox.send(vec![0]);
        assert_eq!((outbox.is_overfull(), outbox.next()), (false, None));
    }
}
