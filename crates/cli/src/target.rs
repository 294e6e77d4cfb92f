//! Where the findings of a run go.

use std::io::{self, Write};

use copydesk_workspace::write::Writer;

use super::screen::Screen;

/// A place for findings.
#[derive(Debug)]
pub enum Target {
    /// Standard output.
    Stdout(Screen<io::Stdout>),
    /// Standard error, where standard output carries the repaired text.
    Stderr(Screen<io::Stderr>),
    /// A file.
    File(Box<Writer>),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Stderr(out) => out.write(bytes),
            Self::File(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Stderr(out) => out.flush(),
            Self::File(out) => out.flush(),
        }
    }
}
