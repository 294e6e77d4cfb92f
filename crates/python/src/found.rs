//! Findings as the classes of Python that people see.

use std::sync::Arc;

use copydesk::Applicability;
use copydesk::report::{Finding, FindingEdit, FindingFix, RelatedPlace, TextRange};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

use crate::examine::Examined;

/// What was found in one article, with no more of the article than is asked for.
#[derive(Debug)]
pub struct Found {
    findings: Vec<OneFound>,
    /// The tag of the article's language.
    language: Arc<str>,
    /// The text that the findings are in, where it may be another than was given.
    pub text: String,
    /// How many findings were repaired.
    pub repaired: usize,
}

#[derive(Debug)]
struct OneFound {
    finding: Finding,
    rule_set: Arc<str>,
    data: Vec<(String, String)>,
}

impl Found {
    /// What was found, in words of the language with the tag `ui`.
    pub fn of((article, outcome): Examined, repair: Option<Applicability>, ui: &str) -> Self {
        let findings = Finding::all(&article, &outcome, ui);
        let whole = findings.into_iter().zip(&outcome.findings).map(|(finding, diagnostic)| OneFound {
            finding,
            rule_set: Arc::clone(&diagnostic.rule_set),
            data: diagnostic.message.args.iter().map(|(key, value)| (key.to_string(), value.clone())).collect(),
        });
        let findings = whole.collect();
        let (repaired, language) = (outcome.repaired(), Arc::clone(&outcome.language.tag));
        let text = match (repair, outcome.repair) {
            (None, _) => String::new(),
            (Some(_), Some(repair)) => repair.text,
            (Some(_), None) => article.source.text().to_owned(),
        };
        Self { findings, language, text, repaired }
    }

    /// The same in Python.
    ///
    /// # Errors
    /// What Python says.
    pub fn to_python<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        if self.findings.is_empty() {
            return Ok(Vec::new());
        }
        let classes = Classes::get(py)?;
        self.findings.iter().map(|found| classes.finding(py, found, &self.language)).collect()
    }
}

/// The classes of the module `copydesk._finding`.
struct Classes {
    finding: Py<PyAny>,
    fix: Py<PyAny>,
    edit: Py<PyAny>,
    related: Py<PyAny>,
    place: Py<PyAny>,
}

impl Classes {
    fn get(py: Python<'_>) -> PyResult<&Self> {
        static CLASSES: PyOnceLock<Classes> = PyOnceLock::new();
        CLASSES.get_or_try_init(py, || {
            let module = py.import("copydesk._finding")?;
            let class = |name: &str| Ok::<_, PyErr>(module.getattr(name)?.unbind());
            Ok(Self {
                finding: class("Finding")?,
                fix: class("Fix")?,
                edit: class("Edit")?,
                related: class("Related")?,
                place: class("Place")?,
            })
        })
    }

    fn finding<'py>(&self, py: Python<'py>, found: &OneFound, language: &str) -> PyResult<Bound<'py, PyAny>> {
        let Finding { code, variant, severity, message, start, end, fix, related, places, .. } = &found.finding;
        let fix = fix.as_ref().map(|fix| self.fix(py, fix)).transpose()?;
        let related: Vec<_> = related.iter().map(|place| self.related(py, place)).collect::<PyResult<_>>()?;
        let places: Vec<_> =
            places.iter().map(|place| self.place.bind(py).call1(of_place(py, *place, [])?)).collect::<PyResult<_>>()?;
        let data = PyDict::new(py);
        found.data.iter().try_for_each(|(key, value)| data.set_item(key, value))?;
        let parts = [
            code.into_pyobject(py)?.into_any(),
            variant.as_ref().into_pyobject(py)?.into_any(),
            severity.into_pyobject(py)?.into_any(),
            message.into_pyobject(py)?.into_any(),
            language.into_pyobject(py)?.into_any(),
            fix.into_pyobject(py)?.into_any(),
            PyTuple::new(py, related)?.into_any(),
            PyTuple::new(py, places)?.into_any(),
            (&*found.rule_set).into_pyobject(py)?.into_any(),
            data.into_any(),
        ];
        self.finding.bind(py).call1(of_place(py, TextRange { start: *start, end: *end }, parts)?)
    }

    fn fix<'py>(&self, py: Python<'py>, fix: &FindingFix) -> PyResult<Bound<'py, PyAny>> {
        let edit = |FindingEdit { range, text }: &FindingEdit| {
            self.edit.bind(py).call1(of_place(py, *range, [text.into_pyobject(py)?.into_any()])?)
        };
        let edits: Vec<_> = fix.edits.iter().map(edit).collect::<PyResult<_>>()?;
        self.fix.bind(py).call1((fix.applicability, fix.title.as_str(), PyTuple::new(py, edits)?))
    }

    fn related<'py>(&self, py: Python<'py>, place: &RelatedPlace) -> PyResult<Bound<'py, PyAny>> {
        let message = place.message.as_str().into_pyobject(py)?.into_any();
        self.related.bind(py).call1(of_place(py, place.range, [message])?)
    }
}

/// The arguments of a class that is a place: where it is, counted in each way, and what else it has.
fn of_place<'py, const N: usize>(
    py: Python<'py>,
    TextRange { start, end }: TextRange,
    rest: [Bound<'py, PyAny>; N],
) -> PyResult<Bound<'py, PyTuple>> {
    let numbers = [
        start.code_point,
        end.code_point,
        start.line,
        start.column,
        end.line,
        end.column,
        start.byte,
        end.byte,
        start.utf16,
        end.utf16,
    ];
    let numbers: Vec<_> =
        numbers.into_iter().map(|number| Ok(number.into_pyobject(py)?.into_any())).collect::<PyResult<_>>()?;
    PyTuple::new(py, numbers.into_iter().chain(rest).collect::<Vec<_>>())
}
