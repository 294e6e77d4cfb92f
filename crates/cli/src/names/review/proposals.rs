//! What an editor is asked: which spellings are one name, and how the house writes it.

use std::sync::Arc;

use copydesk::language::{Languages, Profile};
use copydesk::names::Cluster;
use copydesk::report::Ui;
use serde::Serialize;
use toml_edit::{DocumentMut, Item, Table};

use super::samples::{Sample, Samples, articles_of};

/// Names on one page: more than an hour's work.
const MOST: usize = 300;

/// One name, as far as is known.
#[derive(Debug, Serialize)]
pub struct Proposal {
    #[serde(skip)]
    pub profile: Arc<Profile>,
    lang: String,
    /// The index of the spelling that the house writes, or is proposed to write.
    preferred: usize,
    /// The spellings, the most frequent one first.
    pub spellings: Vec<Spelling>,
}

/// One spelling.
#[derive(Debug, Serialize)]
pub struct Spelling {
    /// As it is written most often.
    pub text: String,
    /// How often it occurs, in words.
    counts: String,
    /// Sentences in which it stands.
    samples: Vec<Sample>,
    /// Articles in which it stands that could not be read again.
    articles: Vec<String>,
    /// Names beside it.
    beside: Vec<String>,
    /// Whether the stylebook says that it is another name.
    is_other: bool,
    /// Whether the stylebook says anything of it.
    is_decided: bool,
}

/// The names of a survey that an editor has to decide on, and how many more there are than go on one page. What `stylebook` decides
/// wholly is left out.
pub fn proposals(
    clusters: &[Cluster],
    samples: &Samples,
    stylebook: &str,
    languages: &Languages,
    ui: &Ui,
) -> (Vec<Proposal>, usize) {
    let document: DocumentMut = stylebook.trim_start_matches('\u{feff}').parse().unwrap_or_default();
    let mut all = Vec::new();
    for cluster in clusters {
        let Ok(profile) = languages.get(&cluster.language) else { continue };
        let proposal = proposal(cluster, profile, samples, &document, ui);
        if proposal.spellings.iter().any(|spelling| !spelling.is_decided) {
            all.push(proposal);
        }
    }
    let more = all.len().saturating_sub(MOST);
    all.truncate(MOST);
    (all, more)
}

fn proposal(cluster: &Cluster, profile: &Arc<Profile>, samples: &Samples, document: &DocumentMut, ui: &Ui) -> Proposal {
    let fold = |text: &str| profile.folder.fold(text);
    let entries = document.get("name").and_then(Item::as_array_of_tables);
    let entries = entries
        .into_iter()
        .flatten()
        .filter(|entry| text_of(entry, "lang").is_none_or(|lang| lang.eq_ignore_ascii_case(&profile.tag)));
    let has = |entry: &Table, key: &str, spelling: &str| list(entry, key).any(|own| fold(own) == spelling);
    let folded: Vec<String> = cluster.spellings.iter().map(|spelling| fold(spelling.record.text())).collect();
    let is_called = |entry: &Table, spelling: &str| text_of(entry, "name").is_some_and(|own| fold(own) == spelling);
    // A name that is only proposed is nobody's decision.
    let is_proposal = |entry: &Table| {
        entry.contains_key("proposed") && !entry.contains_key("variants") && !entry.contains_key("not-same")
    };
    let own = entries
        .filter(|entry| !is_proposal(entry))
        .find(|entry| folded.iter().any(|spelling| is_called(entry, spelling) || has(entry, "variants", spelling)));
    let preferred = own.and_then(|entry| folded.iter().position(|spelling| is_called(entry, spelling))).unwrap_or(0);
    let spellings = cluster.spellings.iter().zip(&folded).enumerate().map(|(index, (spelling, folded))| {
        let is_other = own.is_some_and(|entry| has(entry, "not-same", folded));
        let record = &spelling.record;
        let articles = ui.count("in-articles", record.articles);
        let samples = samples.of(&cluster.language, &spelling.name);
        Spelling {
            text: record.text().to_owned(),
            counts: ui.count_with("survey-counts", record.count, &[("articles", &articles)]),
            articles: match samples {
                [] => articles_of(cluster, index).iter().map(|article| article.to_string()).collect(),
                _ => Vec::new(),
            },
            samples: samples.to_vec(),
            beside: spelling.company.iter().map(|name| name.to_string()).collect(),
            is_other,
            is_decided: is_other || own.is_some_and(|entry| is_called(entry, folded) || has(entry, "variants", folded)),
        }
    });
    Proposal { profile: Arc::clone(profile), lang: profile.tag.to_string(), preferred, spellings: spellings.collect() }
}

fn text_of<'e>(entry: &'e Table, key: &str) -> Option<&'e str> {
    entry.get(key).and_then(Item::as_str)
}

fn list<'e>(entry: &'e Table, key: &str) -> impl Iterator<Item = &'e str> {
    entry.get(key).and_then(Item::as_array).into_iter().flatten().filter_map(toml_edit::Value::as_str)
}
