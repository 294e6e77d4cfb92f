//! copydesk as WebAssembly, without any glue but `npm/copydesk.js`: the caller asks for room, writes a request into it as JSON in
//! UTF-8, calls one of the functions below, and reads the reply.
//!
//! ```text
//! room(length) -> address      where to write the request
//! review() -> length           a `ReviewRequest`; the reply is a `Review`, or {"version":1,"error":{"message","help"?}}
//! configure() -> length        {"files": {path: text}, "path": "copydesk.toml"}: the configuration that holds from now on
//! languages() -> length        no request; the languages in which people are spoken to: [{"tag","name","direction"}]
//! reply() -> address           where the reply is, until the next call
//! ```
//!
//! The names of these functions are kept by `#[unsafe(no_mangle)]`: it is unsafe, because two functions of one name would be one.
//! That is the only thing here that the compiler cannot check; no pointer is ever read in Rust.

#![cfg_attr(target_arch = "wasm32", allow(unsafe_code))]

mod desk;

use std::cell::RefCell;

use desk::Desk;

/// What lasts from call to call.
#[derive(Default)]
struct State {
    desk: Desk,
    request: Vec<u8>,
    reply: Vec<u8>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Answers the request that was written, and says how long the reply is, in bytes.
fn answer(by: impl FnOnce(&mut Desk, &[u8]) -> Vec<u8>) -> usize {
    STATE.with_borrow_mut(|state| {
        let request = std::mem::take(&mut state.request);
        state.reply = by(&mut state.desk, &request);
        state.reply.len()
    })
}

/// Makes room for a request of `length` bytes, and says where in memory it is to be written.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn room(length: usize) -> *const u8 {
    STATE.with_borrow_mut(|state| {
        state.request = vec![0; length];
        state.request.as_ptr()
    })
}

/// Where in memory the reply is, until the next call.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn reply() -> *const u8 {
    STATE.with_borrow(|state| state.reply.as_ptr())
}

/// Reviews the article that was written, and says how long the reply is, in bytes.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn review() -> usize {
    answer(Desk::review)
}

/// Takes the configuration that was written, and says how long the reply is, in bytes.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn configure() -> usize {
    answer(Desk::configure)
}

/// Lists the languages in which people are spoken to, and says how long the reply is, in bytes.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn languages() -> usize {
    answer(|_, _| desk::languages())
}
