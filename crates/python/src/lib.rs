//! What the Python package `copydesk` is built on: its module `copydesk._copydesk`. Texts in, findings out, with nothing of Python
//! held while articles are checked; the shapes that people see are in Python, beside this crate.

mod batch;
mod checker;
mod error;
mod examine;
mod found;
mod judge;
mod rules;
mod tally;
mod text;

use std::ffi::OsString;
use std::io::{self, Write as _};

use pyo3::prelude::*;

/// Runs the command with these words, the first of which is the name of the program; gives the exit status.
#[pyfunction]
fn main(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| {
        let status = copydesk_cli::run(arguments);
        // At the end of a program of Rust this is done for it. What is not written was told.
        let _ = io::stdout().flush();
        status
    })
}

#[pymodule]
mod _copydesk {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::batch::Batch;
    #[pymodule_export]
    use super::checker::Checker;
    #[pymodule_export]
    use super::error::{ConfigurationError, CopydeskError};
    #[pymodule_export]
    use super::main;
    #[pymodule_export]
    use super::tally::Tally;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        // What fails on an article is a finding; what fails elsewhere becomes an exception.
        copydesk_workspace::article::catch_panics(|_| ());
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
