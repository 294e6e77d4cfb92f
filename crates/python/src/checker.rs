//! The checker: rules made ready once, and texts checked by them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use copydesk::Applicability;
use copydesk::kinds::{NAMES, Tally as Sum};
use copydesk::names::NameTally;
use copydesk::report::{Bidi, Look, Survey, SurveyForm, Ui, write_survey};
use copydesk::text::Problem;
use pyo3::prelude::*;

use crate::batch::Batch;
use crate::error::{failed, misconfigured};
use crate::examine::{Way, apart, each};
use crate::found::Found;
use crate::judge::Judge;
use crate::rules::{Options, Rules};
use crate::tally::Tally;
use crate::text::Text;

/// What checks texts, on any number of threads.
#[derive(Debug)]
pub struct Desk {
    rules: Rules,
    ui: String,
    /// What an archive comes to, by which articles are judged.
    archive: Option<Arc<Sum>>,
    /// By address of their rules.
    judges: Mutex<BTreeMap<usize, Judge>>,
}

impl Desk {
    /// What comes of texts, in order.
    ///
    /// # Errors
    /// There is no thread to judge them by the archive.
    pub fn examine(
        &self,
        way: &Way,
        texts: Vec<Text>,
        repair: Option<Applicability>,
        threads: usize,
    ) -> Result<Vec<Found>, Problem> {
        let archive = self.archive.as_ref().filter(|_| way.engine.needs_tally());
        let Some(archive) = archive else {
            let examine = |text| Found::of(way.conclude(way.see(text), repair, None), repair, &self.ui);
            return Ok(each(threads, texts, examine));
        };
        let seen = each(threads, texts, |text| way.see(text));
        let judged = self.judge(way, archive, |judge| judge.judge(way, seen, repair)).flatten();
        let judged = judged.ok_or_else(|| Problem::new("the system gives no thread to compare articles in"))?;
        Ok(judged.into_iter().map(|examined| Found::of(examined, repair, &self.ui)).collect())
    }

    /// Asks the judge of these rules, who is called the first time.
    fn judge<R>(&self, way: &Way, archive: &Arc<Sum>, ask: impl FnOnce(&Judge) -> R) -> Option<R> {
        let mut judges = self.judges.lock().unwrap_or_else(PoisonError::into_inner);
        let key = Arc::as_ptr(&way.engine) as usize;
        if !judges.get(&key).is_some_and(Judge::is_here) {
            judges.insert(key, Judge::new(way, archive)?);
        }
        judges.get(&key).map(ask)
    }

    /// How texts are read.
    ///
    /// # Errors
    /// A format that there is not.
    pub fn way(&self, path: Option<PathBuf>, format: Option<&str>) -> PyResult<Way> {
        self.rules.way(path, format).map_err(|problem| failed(&problem))
    }
}

/// Rules made ready, and what texts are checked with. The class of the same name in Python says what each method does.
#[pyclass(frozen, module = "copydesk._copydesk")]
pub struct Checker {
    desk: Arc<Desk>,
}

#[pymethods]
impl Checker {
    #[new]
    #[pyo3(signature = (*, config, texts, rules, stylebook, select, ignore, lang, ui, tally))]
    #[expect(clippy::too_many_arguments, reason = "each has its name in Python")]
    fn new(
        py: Python<'_>,
        config: Option<PathBuf>,
        texts: Option<BTreeMap<String, String>>,
        rules: Vec<PathBuf>,
        stylebook: Option<PathBuf>,
        select: Vec<String>,
        ignore: Vec<String>,
        lang: Option<String>,
        ui: String,
        tally: Option<&Tally>,
    ) -> PyResult<Self> {
        let archive = tally.map(Tally::sum);
        let options = Options { config, texts, rules, stylebook, select, ignore, language: lang, ui };
        match py.detach(|| Rules::read(&options)) {
            Ok(rules) => {
                let desk = Desk { rules, ui: options.ui, archive, judges: Mutex::default() };
                Ok(Self { desk: Arc::new(desk) })
            }
            Err(problems) => Err(misconfigured(problems)),
        }
    }

    fn check<'py>(
        &self,
        py: Python<'py>,
        text: &Bound<'py, PyAny>,
        path: Option<PathBuf>,
        format: Option<&str>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.examine(py, text, (path, format), None)?.to_python(py)
    }

    fn fix<'py>(
        &self,
        py: Python<'py>,
        text: &Bound<'py, PyAny>,
        is_unsafe: bool,
        path: Option<PathBuf>,
        format: Option<&str>,
    ) -> PyResult<(String, usize, Vec<Bound<'py, PyAny>>)> {
        let least = if is_unsafe { Applicability::Unsafe } else { Applicability::Safe };
        let mut found = self.examine(py, text, (path, format), Some(least))?;
        let count = found.repaired;
        Ok((std::mem::take(&mut found.text), count, found.to_python(py)?))
    }

    fn check_batch(
        &self,
        texts: &Bound<'_, PyAny>,
        threads: usize,
        path: Option<PathBuf>,
        format: Option<&str>,
    ) -> PyResult<Batch> {
        Ok(Batch::new(Arc::clone(&self.desk), self.desk.way(path, format)?, texts.try_iter()?, threads))
    }

    fn survey(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyAny>,
        ids: Option<&Bound<'_, PyAny>>,
        threads: usize,
        folder: &str,
        format: Option<&str>,
    ) -> PyResult<Tally> {
        let way = self.desk.way(None, format)?;
        let ids = ids.map(|ids| ids.try_iter()).transpose()?;
        Tally::of_survey(py, &way, (&texts.try_iter()?, ids.as_ref()), threads, folder)
    }

    fn names(&self, py: Python<'_>, tally: &Tally, min_count: u64) -> PyResult<String> {
        let way = self.desk.way(None, None)?;
        let sum = tally.sum();
        let json = py.detach(|| {
            apart(sum, |sum| {
                let no_names = NameTally::default();
                let survey = Survey::of(&way.engine, sum.shared(&NAMES).unwrap_or(&no_names), min_count);
                let mut json = Vec::new();
                let look = Look { colour: false, bidi: Bidi::Plain, width: None };
                let written = write_survey(&mut json, &survey, SurveyForm::Json, &Ui::silent(), look);
                written.ok().and_then(|()| String::from_utf8(json).ok())
            })
        });
        json.flatten().ok_or_else(|| failed(&Problem::new("the names cannot be written")))
    }
}

impl Checker {
    fn examine(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyAny>,
        (path, format): (Option<PathBuf>, Option<&str>),
        repair: Option<Applicability>,
    ) -> PyResult<Found> {
        let way = self.desk.way(path, format)?;
        let text = Text::of(text)?;
        let examined =
            py.detach(|| self.desk.examine(&way, vec![text], repair, 1)).map_err(|problem| failed(&problem))?;
        examined.into_iter().next().ok_or_else(|| failed(&Problem::new("the article was not checked")))
    }
}
