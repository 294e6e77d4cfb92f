//! What a server has to say.

use super::answer::Answer;
use super::request::Request;

/// What a server has to say. It is asked on several threads at once; a panic in it costs one answer.
pub trait Site: Send + Sync + 'static {
    /// What a request is answered. Whoever sent it may do so: that is decided before.
    fn answer(&self, request: &Request) -> Answer;

    /// Whether everything is said, so that the server ends. It is asked a few times a second.
    fn is_over(&self) -> bool {
        false
    }
}
