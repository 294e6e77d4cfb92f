//! Many texts, taken from an iterator a stretch at a time, so that memory does not grow with their number.

use std::collections::VecDeque;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyIterator;

use crate::checker::Desk;
use crate::error::failed;
use crate::examine::Way;
use crate::found::Found;
use crate::text::Text;

/// Texts and bytes that are checked together.
const STRETCH: (usize, usize) = (256, 4 << 20);

/// The next texts that an iterator gives, at most a stretch of them, and the exception that it ended with, if it did.
pub fn next_texts(texts: &Bound<'_, PyIterator>) -> (Vec<Text>, Option<PyErr>) {
    let (mut taken, mut bytes) = (Vec::new(), 0);
    for text in texts {
        match text.and_then(|text| Text::of(&text)) {
            Ok(text) => {
                bytes += text.len();
                taken.push(text);
            }
            Err(error) => return (taken, Some(error)),
        }
        if taken.len() >= STRETCH.0 || bytes >= STRETCH.1 {
            break;
        }
    }
    (taken, None)
}

/// What is found in many texts: an iterator of a list for each, in their order.
#[pyclass(module = "copydesk._copydesk")]
pub struct Batch {
    desk: Arc<Desk>,
    way: Way,
    texts: Option<Py<PyIterator>>,
    threads: usize,
    ready: VecDeque<Found>,
    /// What the texts ended with: raised when all before it are told.
    error: Option<PyErr>,
}

impl Batch {
    /// What is found in texts.
    pub fn new(desk: Arc<Desk>, way: Way, texts: Bound<'_, PyIterator>, threads: usize) -> Self {
        Self { desk, way, texts: Some(texts.unbind()), threads, ready: VecDeque::new(), error: None }
    }

    fn fill(&mut self, py: Python<'_>) -> PyResult<()> {
        let Some(texts) = &self.texts else { return Ok(()) };
        py.check_signals()?;
        let (taken, error) = next_texts(texts.bind(py));
        if error.is_some() || taken.is_empty() {
            self.texts = None;
        }
        self.error = error;
        let examined = py.detach(|| self.desk.examine(&self.way, taken, None, self.threads));
        self.ready = examined.map_err(|problem| failed(&problem))?.into();
        Ok(())
    }
}

#[pymethods]
impl Batch {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Vec<Bound<'py, PyAny>>>> {
        if self.ready.is_empty() && self.error.is_none() {
            self.fill(py)?;
        }
        match (self.ready.pop_front(), self.error.take()) {
            (Some(found), error) => {
                self.error = error;
                found.to_python(py).map(Some)
            }
            (None, Some(error)) => Err(error),
            (None, None) => Ok(None),
        }
    }
}
