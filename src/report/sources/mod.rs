//! Who speaks in articles, in one of several forms. Articles are written one by one, so that an archive of any size is.

mod csv;
mod html;
mod human;
mod json;

use std::io;

use super::{Look, Ui, origin};
use crate::engine::{ArticleSources, Certainty, Standing};
use crate::text::Source;

/// The form of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourcesForm {
    /// For people.
    Human,
    /// One JSON document.
    Json,
    /// A table, a quotation or a vague source a line.
    Csv,
    /// A page.
    Html,
}

/// What was counted in all articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SourcesSum {
    /// Articles.
    pub articles: u64,
    /// Quotations of somebody who is named.
    pub named: u64,
    /// Quotations of somebody who is not.
    pub unnamed: u64,
    /// Quotations of nobody.
    pub nobody: u64,
    /// Sources that nobody can trace.
    pub vague: u64,
}

impl SourcesSum {
    /// What is counted in one article.
    #[must_use]
    pub fn of(sources: &ArticleSources) -> Self {
        let count = |standing| sources.count(standing) as u64;
        Self {
            articles: 1,
            named: count(Standing::Named),
            unnamed: count(Standing::Unnamed),
            nobody: count(Standing::Nobody),
            vague: sources.vague.len() as u64,
        }
    }

    fn add(&mut self, other: Self) {
        self.articles += other.articles;
        self.named += other.named;
        self.unnamed += other.unnamed;
        self.nobody += other.nobody;
        self.vague += other.vague;
    }

    /// The counts of quotations and vague sources, in words.
    fn counted(&self, ui: &Ui) -> String {
        let counts = [
            ("sources-named", self.named),
            ("sources-unnamed", self.unnamed),
            ("sources-nobody", self.nobody),
            ("sources-vague", self.vague),
        ];
        let told: Vec<String> = counts.iter().map(|(key, count)| ui.count(key, *count)).collect();
        told.join(ui.say("separator"))
    }

    /// All counts, in words.
    fn summed(&self, ui: &Ui) -> String {
        let articles = ui.count("articles", self.articles);
        format!("{articles}{}{}", ui.say("separator"), self.counted(ui))
    }
}

/// One article as it is to be listed.
#[derive(Debug)]
pub struct ListedSources {
    text: Vec<u8>,
    sum: SourcesSum,
}

/// Writes the list, article after article.
#[derive(Debug)]
pub struct SourcesList<'u> {
    form: SourcesForm,
    ui: &'u Ui,
    look: Look,
    sum: SourcesSum,
}

impl<'u> SourcesList<'u> {
    /// A list in `form`; nothing is written yet.
    #[must_use]
    pub fn new(form: SourcesForm, ui: &'u Ui, look: Look) -> Self {
        Self { form, ui, look, sum: SourcesSum::default() }
    }

    /// The same list without anything in it, to put articles in words while this one is written.
    #[must_use]
    pub fn words(&self) -> Self {
        Self::new(self.form, self.ui, self.look)
    }

    /// Puts one article in words. On any thread.
    ///
    /// # Errors
    /// What cannot be written as JSON or as a table.
    pub fn render(&self, source: &Source, sources: &ArticleSources) -> io::Result<ListedSources> {
        let mut text = Vec::new();
        let sum = SourcesSum::of(sources);
        let entry = Entry { source, sources, sum };
        match self.form {
            SourcesForm::Human => human::article(&mut text, &entry, self.ui, self.look)?,
            SourcesForm::Json => json::article(&mut text, &entry)?,
            SourcesForm::Csv => csv::article(&mut text, &entry)?,
            SourcesForm::Html => html::article(&mut text, &entry, self.ui)?,
        }
        Ok(ListedSources { text, sum })
    }

    /// Writes what comes before all articles.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    pub fn begin(&self, out: &mut dyn io::Write) -> io::Result<()> {
        match self.form {
            SourcesForm::Human => Ok(()),
            SourcesForm::Json => out.write_all(b"{\"schema\":1,\"articles\":["),
            SourcesForm::Csv => csv::begin(out),
            SourcesForm::Html => html::begin(out, self.ui),
        }
    }

    /// Writes one article.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    pub fn add(&mut self, out: &mut dyn io::Write, listed: &ListedSources) -> io::Result<()> {
        if self.form == SourcesForm::Json && self.sum.articles > 0 {
            out.write_all(b",")?;
        }
        self.sum.add(listed.sum);
        out.write_all(&listed.text)
    }

    /// Writes what comes after all articles.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    pub fn end(&self, out: &mut dyn io::Write) -> io::Result<()> {
        match self.form {
            SourcesForm::Human => writeln!(out, "{}", self.sum.summed(self.ui)),
            SourcesForm::Json => json::end(out, &self.sum),
            SourcesForm::Csv => Ok(()),
            SourcesForm::Html => html::end(out, &self.sum, self.ui),
        }
    }
}

/// One article with its sources.
struct Entry<'e> {
    source: &'e Source,
    sources: &'e ArticleSources,
    sum: SourcesSum,
}

impl Entry<'_> {
    /// The article's path, and what else tells it from others.
    fn name(&self) -> String {
        format!("{}{}", self.source.id.name(), origin(self.source))
    }

    /// Whether there is nothing to list.
    fn is_empty(&self) -> bool {
        self.sources.quotations.is_empty() && self.sources.vague.is_empty()
    }
}

/// What programs call a standing.
pub(super) fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Named => "named",
        Standing::Unnamed => "unnamed",
        Standing::Nobody => "none",
    }
}

/// What programs call a certainty.
pub(super) fn certainty_name(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Sure => "sure",
        Certainty::Likely => "likely",
        Certainty::Unsure => "unsure",
    }
}

/// The key of the words for a certainty.
fn certainty_key(certainty: Option<Certainty>) -> &'static str {
    match certainty {
        Some(Certainty::Sure) => "sources-sure",
        Some(Certainty::Likely) => "sources-likely",
        Some(Certainty::Unsure) => "sources-unsure",
        None => "sources-none",
    }
}
