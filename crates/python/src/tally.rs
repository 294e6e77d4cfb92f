//! What an archive comes to: collected from texts, saved, read, added up.

use std::path::PathBuf;
use std::sync::Arc;

use copydesk::kinds::Tally as Sum;
use copydesk::report::tally::{SavedTally, merge_tallies, read_tally, write_tally};
use copydesk::text::{Problem, Source, SourceId};
use copydesk_workspace::article::guarded;
use copydesk_workspace::saved_tally;
use copydesk_workspace::write::Before;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyIterator;

use crate::batch::next_texts;
use crate::error::failed;
use crate::examine::{Way, each};
use crate::text::Text;

/// What an archive comes to. The class of the same name in Python says what each method does.
#[pyclass(frozen, module = "copydesk._copydesk")]
pub struct Tally {
    saved: SavedTally,
}

impl Tally {
    /// What all articles in it come to.
    #[must_use]
    pub fn sum(&self) -> Arc<Sum> {
        Arc::new(self.saved.clone().into_sum())
    }

    /// What texts come to, each with its id if there are any, which are read a stretch at a time. One that cannot be read adds nothing.
    ///
    /// # Errors
    /// What an iterator raises; `ValueError` unless there are as many ids as texts.
    pub fn of_survey(
        py: Python<'_>,
        way: &Way,
        (texts, ids): (&Bound<'_, PyIterator>, Option<&Bound<'_, PyIterator>>),
        threads: usize,
        folder: &str,
    ) -> PyResult<Self> {
        let folder = Arc::from(folder);
        let mut sum = Sum::default();
        loop {
            py.check_signals()?;
            let (taken, error) = next_texts(texts);
            if let Some(error) = error {
                return Err(error);
            }
            let named = named(taken, ids)?;
            if named.is_empty() {
                return Ok(Self { saved: SavedTally::of_survey(sum) });
            }
            py.detach(|| {
                let survey = |(text, name): (Text, Option<PathBuf>)| {
                    let nothing = || Source::new(SourceId::Stdin(None), "");
                    let survey = || {
                        let article = text.into_article(name, way.format, way.engine.languages())?;
                        Ok(way.engine.survey(&article))
                    };
                    guarded(nothing, survey).ok()
                };
                for facts in each(threads, named, survey).into_iter().flatten() {
                    sum.add(&facts, &folder);
                }
            });
        }
    }
}

/// Texts with their ids. At the end of the texts the ids have to end, too.
fn named(texts: Vec<Text>, ids: Option<&Bound<'_, PyIterator>>) -> PyResult<Vec<(Text, Option<PathBuf>)>> {
    let Some(ids) = ids else { return Ok(texts.into_iter().map(|text| (text, None)).collect()) };
    let (is_end, mut ids) = (texts.is_empty(), ids.clone());
    let mut named = Vec::with_capacity(texts.len());
    for text in texts {
        let Some(id) = ids.next() else { return Err(PyValueError::new_err("there are not as many ids as texts")) };
        named.push((text, Some(PathBuf::from(id?.extract::<String>()?))));
    }
    if is_end && ids.next().is_some() {
        return Err(PyValueError::new_err("there are not as many ids as texts"));
    }
    Ok(named)
}

#[pymethods]
impl Tally {
    #[new]
    fn new() -> Self {
        Self { saved: SavedTally::default() }
    }

    #[staticmethod]
    fn merged(py: Python<'_>, tallies: Vec<PyRef<'_, Self>>, keeps_parts: bool) -> PyResult<Self> {
        let tallies = tallies.iter().map(|tally| tally.saved.clone()).collect();
        let message = "two of the tallies share some of their parts, and each has others";
        let help =
            "add the tallies of the parts as well, or make sums with keep_parts=True: then each part counts once";
        match py.detach(|| merge_tallies(tallies, keeps_parts)) {
            Ok(merged) => Ok(Self { saved: merged.sum }),
            Err(_) => Err(failed(&Problem::new(message).with_help(help))),
        }
    }

    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let read = py.detach(|| saved_tally::read_tally(&path)).map_err(|problem| failed(&problem))?;
        Ok(Self { saved: read.saved })
    }

    #[staticmethod]
    fn from_bytes(py: Python<'_>, bytes: &[u8]) -> PyResult<Self> {
        let saved = py.detach(|| read_tally("<bytes>", bytes)).map_err(|problem| failed(&problem))?;
        Ok(Self { saved })
    }

    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        py.detach(|| saved_tally::write_tally(&path, &self.saved, Before::Any)).map_err(|problem| failed(&problem))
    }

    fn to_bytes(&self, py: Python<'_>) -> PyResult<Vec<u8>> {
        py.detach(|| {
            let mut bytes = Vec::new();
            write_tally(&mut bytes, &self.saved).map(|()| bytes)
        })
        .map_err(|error| failed(&Problem::new(error.to_string())))
    }
}
