//! The server as its clients meet it: over a real socket.

mod access;
mod bounds;
mod checking;
mod client;
mod folder;
mod reviewing;
