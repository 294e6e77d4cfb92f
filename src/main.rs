//! The `copydesk` command. Everything it does is in [`copydesk::cli`].

use std::process::ExitCode;

/// Findings are many small strings made on several threads: this allocator takes half the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    copydesk::cli::run()
}
