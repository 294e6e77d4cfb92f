//! What Python is told when something cannot be done: the problems, with the help that the command gives.

use copydesk::text::{Problem, told_of};
use pyo3::PyErr;
use pyo3::create_exception;
use pyo3::exceptions::PyException;

create_exception!(
    copydesk,
    CopydeskError,
    PyException,
    "Something that copydesk was asked for cannot be done: a tally that is none, a format that does not exist. The words say \
     what is wrong, where, and what to do. What is wrong inside an article is no exception, but a finding."
);
create_exception!(
    copydesk,
    ConfigurationError,
    CopydeskError,
    "A configuration, a rule set, a stylebook or a selection is wrong. The words name every problem, one a line."
);

/// The exception of one problem.
pub fn failed(problem: &Problem) -> PyErr {
    CopydeskError::new_err(format!("{problem:#}"))
}

/// The exception of what is wrong with rules.
pub fn misconfigured(problems: Vec<Problem>) -> PyErr {
    let told: Vec<String> = told_of(problems).iter().map(|problem| format!("{problem:#}")).collect();
    ConfigurationError::new_err(told.join("\n"))
}
