//! How an archive spells its names, in one of several forms.

pub(in crate::report) mod csv;
mod html;
mod human;
mod json;

use std::io;
use std::sync::Arc;

use super::{Look, Ui};
use crate::engine::Engine;
use crate::names::{Cluster, NameTally};

/// A survey of an archive.
#[derive(Debug)]
pub struct Survey {
    /// Articles surveyed.
    pub articles: u64,
    /// Languages without rules for names, with the number of their articles.
    pub left_out: Vec<(Arc<str>, u64)>,
    /// Names with several spellings, those with the most to mend first.
    pub clusters: Vec<Cluster>,
    /// How often a spelling has to occur to be shown.
    pub min_count: u64,
    /// Names that have several spellings only if those are counted that occur less often.
    pub rare: usize,
}

impl Survey {
    /// What an archive comes to by an engine's rules; spellings found fewer than `min_count` times are left out.
    #[must_use]
    pub fn of(engine: &Engine, names: &NameTally, min_count: u64) -> Self {
        let mut clusters = engine.book().name_clusters(engine.languages(), names);
        let all = clusters.iter().filter(|cluster| cluster.spellings.len() > 1).count();
        for cluster in &mut clusters {
            cluster.spellings.retain(|spelling| spelling.record.count >= min_count);
        }
        clusters.retain(|cluster| cluster.spellings.len() > 1);
        clusters.sort_by_key(Cluster::rank);
        let left_out = names.languages.iter().filter(|(_, tally)| !tally.surveyed);
        Self {
            articles: names.articles(),
            left_out: left_out.map(|(tag, tally)| (Arc::clone(tag), tally.articles)).collect(),
            min_count,
            rare: all - clusters.len(),
            clusters,
        }
    }
}

/// The form of a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyForm {
    /// For people.
    Human,
    /// One JSON document.
    Json,
    /// A table.
    Csv,
    /// A page.
    Html,
}

/// Writes a survey.
///
/// # Errors
/// What the output says when it cannot be written to.
pub fn write_survey(out: &mut dyn io::Write, survey: &Survey, form: SurveyForm, ui: &Ui, look: Look) -> io::Result<()> {
    match form {
        SurveyForm::Human => human::write(out, survey, ui, look),
        SurveyForm::Json => json::write(out, survey),
        SurveyForm::Csv => csv::write(out, survey),
        SurveyForm::Html => html::write(out, survey, ui),
    }
}
