//! copydesk over HTTP, for editors that let their user name a server: LanguageTool's interface over the rules of a folder.
//!
//! ```text
//! socket ── connections ── access ── request ──▶ site ──▶ answer
//!                                                 │
//!                    language_tool, rules ◀───────┘
//! ```
//!
//! [`Server`] listens and decides who may speak; a [`Site`] answers. [`Desk`] is the site of `copydesk serve`. Nothing is ever
//! written, and nothing is asked of any other machine.

mod access;
mod annotated;
mod answer;
mod connections;
mod desk;
mod form;
mod language_tool;
mod limits;
mod matches;
mod origin;
mod request;
mod rules;
mod server;
mod site;
mod texts;
mod token;
mod utf16;

pub use access::Access;
pub use answer::Answer;
pub use desk::Desk;
pub use limits::Limits;
pub use origin::Origin;
pub use request::Request;
pub use rules::Options;
pub use server::Server;
pub use site::Site;
pub use token::Token;
