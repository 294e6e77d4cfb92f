//! The sentences of the archive in which a spelling stands.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use copydesk::document::Article;
use copydesk::kinds::NAMES;
use copydesk::names::Cluster;
use copydesk::report::safe::shown;
use copydesk::text::{Span, path_name};
use copydesk_workspace::article::{guarded, read_file_of};
use copydesk_workspace::job::Job;
use copydesk_workspace::records::Units;
use copydesk_workspace::threads::ThreadPool;
use rayon::prelude::*;
use serde::Serialize;

/// Sentences shown of a spelling.
pub const MOST: usize = 3;
/// Characters of a sentence shown on each side of a name.
const AROUND: usize = 90;

/// A sentence with a spelling in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// The article, as it is shown.
    pub article: String,
    before: String,
    inside: String,
    after: String,
}

/// For each spelling, by the tag of its language and its folded name, sentences in which it stands.
#[derive(Debug, Default)]
pub struct Samples(BTreeMap<(Arc<str>, Box<str>), Vec<Sample>>);

/// The articles in which spellings are looked for: for each the names, folded.
type Wanted = BTreeMap<Arc<str>, BTreeSet<(Arc<str>, Box<str>)>>;

/// The articles that are read for a spelling.
pub fn articles_of(cluster: &Cluster, spelling: usize) -> Vec<Arc<str>> {
    let Some(record) = cluster.spellings.get(spelling).map(|spelling| &spelling.record) else { return Vec::new() };
    let mut articles: Vec<Arc<str>> = record.samples.iter().map(|(_, article)| Arc::clone(article)).collect();
    articles.extend(record.first().into_iter().chain(record.last()).map(Arc::from));
    articles.sort();
    articles.dedup();
    articles.truncate(MOST);
    articles
}

impl Samples {
    /// Reads those articles of a survey again that show the spellings of some names. What can no longer be read shows nothing.
    ///
    /// # Errors
    /// What the terminal says when it cannot be written to.
    pub fn read(clusters: &[Cluster], jobs: &[Job], limit: u64, pool: &ThreadPool<'_>) -> io::Result<Self> {
        let mut wanted = Wanted::new();
        for cluster in clusters {
            for (index, spelling) in cluster.spellings.iter().enumerate() {
                for article in articles_of(cluster, index) {
                    let name = (Arc::clone(&cluster.language), spelling.name.clone());
                    wanted.entry(article).or_default().insert(name);
                }
            }
        }
        let is_of = |file: &str, article: &str| article.strip_prefix(file).is_some_and(|id| id.starts_with('#'));
        let (records, files): (Vec<&Job>, Vec<&Job>) = jobs.iter().partition(|job| job.format.is_of_records());
        let files: Vec<&Job> = files.into_iter().filter(|job| wanted.contains_key(&*path_name(&job.path))).collect();
        let read = |job: &&Job| {
            guarded(|| job.nothing(), || Ok(found_in(&read_file_of(job, limit)?, job, &wanted))).unwrap_or_default()
        };
        let (found, ()) = pool.each(files.par_iter(), read, || ());
        let mut samples = Self::default();
        found.into_iter().flatten().flatten().for_each(|(name, sample)| samples.add(name, sample));
        for job in records {
            let file = path_name(&job.path);
            if !wanted.keys().any(|article| is_of(&file, article)) {
                continue;
            }
            let Ok(mut units) = Units::of_job(job, limit) else { continue };
            let id = units.id().clone();
            let read = |unit: &copydesk_workspace::records::Unit| {
                unit.read(&id, job, |article| found_in(article, job, &wanted))
            };
            units.each(pool, read, |_, found| {
                found.unwrap_or_default().into_iter().for_each(|(name, sample)| samples.add(name, sample));
                Ok(())
            })?;
        }
        Ok(samples)
    }

    fn add(&mut self, name: (Arc<str>, Box<str>), sample: Sample) {
        let known = self.0.entry(name).or_default();
        if known.len() < MOST {
            known.push(sample);
        }
    }

    /// The sentences of a spelling.
    pub fn of(&self, language: &Arc<str>, name: &str) -> &[Sample] {
        self.0.get(&(Arc::clone(language), name.into())).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A name, folded, with the tag of its language.
type Named = (Arc<str>, Box<str>);

/// The first place of each wanted name in an article.
fn found_in(article: &Article, job: &Job, wanted: &Wanted) -> Vec<(Named, Sample)> {
    let facts = job.engine.survey(article);
    let Some(facts) = facts.shared(&NAMES) else { return Vec::new() };
    let (Some(wanted), Some(names)) = (wanted.get(&facts.article), &facts.names) else { return Vec::new() };
    let sentences = job.engine.sentences(article);
    let mut found = Vec::new();
    for fact in names.iter() {
        let name = (Arc::clone(&facts.language), Box::from(fact.name()));
        let place = fact.written().find_map(|(_, places)| places.first());
        if let Some(place) = place.filter(|_| wanted.contains(&name)) {
            found.push((name, sample(article, &facts.article, place.span, &sentences)));
        }
    }
    found
}

fn sample(article: &Article, called: &str, span: Span, sentences: &[Span]) -> Sample {
    let next = sentences.partition_point(|sentence| sentence.start <= span.start);
    let own = next.checked_sub(1).and_then(|last| sentences.get(last)).filter(|own| own.end >= span.end);
    let own = own.copied().unwrap_or(span);
    let source = &article.source;
    let line = |span: Span| shown(&source.slice(span).replace(['\n', '\r'], " ")).into_owned();
    let (before, after) = (line(Span::new(own.start, span.start)), line(Span::new(span.end, own.end)));
    let from = before.char_indices().rev().nth(AROUND).map(|(at, _)| at);
    let to = after.char_indices().nth(AROUND).map(|(at, _)| at);
    Sample {
        article: called.to_owned(),
        before: from.map_or_else(|| before.clone(), |at| format!("…{}", before.get(at..).unwrap_or_default())),
        inside: line(span),
        after: to.map_or_else(|| after.clone(), |at| format!("{}…", after.get(..at).unwrap_or_default())),
    }
}
