//! The review of one article, as pages show it: its text, what is prose in it, what was found, its names and who speaks. One shape
//! for the page in the browser, for a server and for the HTML report.

mod change;
mod found;
mod records;
mod request;
mod shortened;
mod units;

use serde::Serialize;

use super::sources::{certainty_name, standing_name};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::document::{Document, Format};
use crate::engine::{ArticleSources, Words};
use crate::kinds::ArticleName;
use crate::language::{BlockRole, Field, UNDETERMINED};
use crate::rules::{CodeTexts, Rule};
use crate::text::{Problem, Span};

pub use change::ChangePart;
pub use found::{ReviewFinding, ids as finding_ids};
pub use records::{ReviewRecord, ReviewWritten};
pub use request::{ReviewFix, ReviewRequest};
pub use shortened::ReportText;

use change::Blocks;
use found::Found;
use units::Units;

/// The version of the shape of a [`Review`]. It changes when a member goes or means something else.
const VERSION: u32 = 1;

/// One article with all that a page shows of it. The names of its members are published: what is there stays, more may come.
/// Offsets (`start`, `end`) count UTF-16 code units of `text`, from 0, as JavaScript does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Review {
    /// The version of this shape: 1.
    pub version: u32,
    /// The name of the article; nothing if it has none.
    pub name: Option<String>,
    /// What the article is known by in a file of many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The tag of its language; nothing if that is not known.
    pub language: Option<String>,
    /// `rtl` or `ltr`: where its lines begin.
    pub direction: &'static str,
    /// What it is written in: `text`, `markdown` or `html`.
    pub format: &'static str,
    /// The text as it is stored, with its own line ends. After a repair, the repaired text.
    pub text: String,
    /// Its headline, as readers see it.
    pub headline: Option<String>,
    /// Its prose, in order of `start`. What stands between blocks is markup; the words of a picture may stand inside a block.
    pub blocks: Vec<ReviewBlock>,
    /// What was found, in order of place.
    pub findings: Vec<ReviewFinding>,
    /// The names in it, in order of first occurrence.
    pub names: Vec<ReviewName>,
    /// The quotations in it with who speaks, in order.
    pub quotations: Vec<ReviewQuotation>,
    /// Sources that nobody can trace, in order.
    pub vague: Vec<ReviewWords>,
    /// How much was found.
    pub summary: ReviewSummary,
    /// What is wrong with the configuration or its files.
    pub problems: Vec<ReviewProblem>,
    /// Of a file of many articles, if none of them was asked for: all of them. The review is of the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<ReviewRecord>,
    /// With the list: how much of the file could not be read. That is not spoiled: it stays as it is.
    #[serde(skip_serializing_if = "is_zero")]
    pub unreadable: usize,
    /// Of an article of a file of many: what it is written as. Nothing if it cannot be written, since somebody has joined what the file
    /// keeps apart, such as the headline and the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<ReviewWritten>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// A part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Where it begins.
    pub start: u32,
    /// The offset after its last character.
    pub end: u32,
}

/// A piece of continuous prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReviewBlock {
    /// Where it is stored; inline markup stands inside.
    #[serde(flatten)]
    pub place: Place,
    /// What it is for: `story`, `headline`, `heading`, `caption`, `quotation`, and so on; `left-out` for the
    /// sign that a report puts where it leaves words out.
    pub role: &'static str,
    /// `rtl` or `ltr`.
    pub direction: &'static str,
}

/// Words of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReviewWords {
    /// The words, as readers see them.
    pub text: String,
    /// Where they are.
    #[serde(flatten)]
    pub place: Place,
}

/// A name with the ways in which the article writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReviewName {
    /// The way of writing it that is proposed, or the commonest one.
    pub name: String,
    /// Whether two ways of writing it disagree.
    pub inconsistent: bool,
    /// The ways, in order of first occurrence; at least one.
    pub spellings: Vec<ReviewSpelling>,
}

/// One way in which a name is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReviewSpelling {
    /// As written.
    pub text: String,
    /// How often.
    pub count: usize,
    /// Whether it is a part of the name alone, such as a surname after the full name.
    pub short: bool,
    /// Whether another way of writing is proposed in its place.
    pub gives_way: bool,
    /// Where it stands, in order.
    pub places: Vec<Place>,
}

/// A quotation with who speaks, as `copydesk sources` tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReviewQuotation {
    /// Where it is, its marks included.
    #[serde(flatten)]
    pub place: Place,
    /// Who speaks; nothing if nobody does.
    pub speaker: Option<ReviewWords>,
    /// The word that says so, such as a verb.
    pub cue: Option<ReviewWords>,
    /// `named`: somebody is named; `unnamed`: there is a source, and nobody is named; `none`: no source is in reach.
    pub standing: &'static str,
    /// How sure that is: `sure`, `likely` or `unsure`; nothing without a source.
    pub certainty: Option<&'static str>,
}

/// How much was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReviewSummary {
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings of severity `info`.
    pub hints: usize,
    /// Findings with a repair that can be accepted.
    pub fixable: usize,
    /// Those of them whose repair is safe.
    pub safe: usize,
    /// Findings whose repairs this review is the result of; 0, if none was asked for.
    pub fixed: usize,
}

/// Something that is wrong with the configuration, or with what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReviewProblem {
    /// What is wrong, and in which file and line.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl From<&Problem> for ReviewProblem {
    fn from(problem: &Problem) -> Self {
        Self { message: problem.to_string(), help: problem.help.clone() }
    }
}

/// What a review is made of.
#[derive(Clone, Copy)]
pub struct Reviewed<'r> {
    /// The article, parsed.
    pub document: &'r Document<'r>,
    /// What it is written in.
    pub format: Format,
    /// What was found in it, in order.
    pub found: &'r [Diagnostic],
    /// The rules it was checked by.
    pub rules: &'r [Rule],
    /// The short texts about codes.
    pub texts: &'r CodeTexts,
    /// The names in it.
    pub names: &'r [ArticleName],
    /// Who speaks in it.
    pub sources: Option<&'r ArticleSources>,
    /// The tag of the language in which people are spoken to.
    pub ui: &'r str,
}

impl Review {
    /// The review of an article that was checked.
    #[must_use]
    pub fn of(reviewed: &Reviewed<'_>) -> Self {
        let Reviewed { document, found, sources, .. } = *reviewed;
        let source = document.source;
        let units = Units::new(source.text());
        let tag = &*document.language.tag;
        let blocks = document.whole_blocks().map(|(block, language)| ReviewBlock {
            place: units.place(block.locate(block.whole())),
            role: block.role().as_str(),
            direction: language.direction.as_str(),
        });
        let quotations = sources.map_or_else(Vec::new, |sources| quotations(sources, &units));
        let vague = sources.map_or_else(Vec::new, |sources| sources.vague.iter().map(|it| units.words(it)).collect());
        Self {
            version: VERSION,
            name: source.id.path().map(|_| source.id.name().into_owned()),
            record: source.record.as_ref().map(|record| record.id.clone()),
            language: Some(tag).filter(|tag| *tag != UNDETERMINED).map(str::to_owned),
            direction: document.language.direction.as_str(),
            format: reviewed.format.name(),
            text: source.text().to_owned(),
            headline: headline(document),
            blocks: blocks.collect(),
            findings: Found { reviewed, blocks: Blocks::of(document) }.findings(),
            names: names(reviewed.names, document, &units),
            quotations,
            vague,
            summary: ReviewSummary::of(found),
            problems: Vec::new(),
            records: Vec::new(),
            unreadable: 0,
            written: None,
        }
    }
}

impl ReviewSummary {
    fn of(found: &[Diagnostic]) -> Self {
        let count = |is_so: &dyn Fn(&Diagnostic) -> bool| found.iter().filter(|diagnostic| is_so(diagnostic)).count();
        let of = |severity: Severity| count(&|diagnostic| diagnostic.severity == severity);
        let can_be = |least: Applicability| {
            count(&|diagnostic| diagnostic.fix.as_ref().is_some_and(|fix| fix.applicability >= least))
        };
        Self {
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            hints: of(Severity::Info),
            fixable: can_be(Applicability::Unsafe),
            safe: can_be(Applicability::Safe),
            fixed: 0,
        }
    }
}

impl Units<'_> {
    fn words(&self, words: &Words) -> ReviewWords {
        ReviewWords { text: words.text.clone(), place: self.place(words.span) }
    }
}

/// The first headline of an article that says something, or the title among its fields.
#[must_use]
pub fn headline(document: &Document<'_>) -> Option<String> {
    let of_blocks = document.whole_blocks().filter(|(block, _)| block.role() == BlockRole::Headline);
    let of_fields = document.metadata.values(Field::Title).map(|entry| &*entry.value);
    let mut all = of_blocks.map(|(block, _)| &*block.prose).chain(of_fields).map(str::trim);
    all.find(|text| !text.is_empty()).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn quotations(sources: &ArticleSources, units: &Units<'_>) -> Vec<ReviewQuotation> {
    let quotation = |quoted: &crate::engine::Quoted| ReviewQuotation {
        place: units.place(quoted.words.span),
        speaker: quoted.speaker.as_ref().map(|words| units.words(words)),
        cue: quoted.cue.as_ref().map(|words| units.words(words)),
        standing: standing_name(quoted.standing),
        certainty: quoted.certainty.map(certainty_name),
    };
    sources.quotations.iter().map(quotation).collect()
}

fn names(names: &[ArticleName], document: &Document<'_>, units: &Units<'_>) -> Vec<ReviewName> {
    let locate = |at: &crate::analysis::At| -> Option<Span> {
        document.blocks.get(at.block as usize).map(|block| block.locate(at.span))
    };
    let spelling = |spelling: &crate::kinds::Spelling| ReviewSpelling {
        text: spelling.text.clone(),
        count: spelling.places.len(),
        short: spelling.is_short,
        gives_way: spelling.gives_way,
        places: spelling.places.iter().filter_map(locate).map(|span| units.place(span)).collect(),
    };
    let name = |name: &ArticleName| ReviewName {
        name: name.name.clone(),
        inconsistent: name.is_inconsistent,
        spellings: name.spellings.iter().map(spelling).collect(),
    };
    names.iter().map(name).collect()
}
