//! What is collected from each article for checks that need to know all of them, and what it comes to.
//!
//! A kind of check says what it collects in two types: [`ArticleFacts`], what is remembered of one article, and
//! [`ArchiveSum`], the sum of it. Several rules that need the same facts name one [`Shared`] collector; a rule that needs
//! facts of its own is their collector itself ([`Collect`]). The rest of the program keeps, adds up and stores facts without
//! knowing what they say.

use std::any::Any;
use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::sync::Arc;

use super::context::{CheckInput, Context};
use crate::names::words::Words;
use crate::text::Source;

/// What is remembered of one article for one purpose: hashes, spans and names, no other text.
pub trait ArticleFacts: fmt::Debug + PartialEq + Send + Sync + 'static {
    /// What the facts of all articles come to.
    type Sum: ArchiveSum<Facts = Self>;

    /// Whether the articles of a run are added to a saved tally, too: not what the archive is to decide alone, in which
    /// these articles may stand already.
    const JOINS_SAVED: bool = true;

    /// The facts as bytes, for a cache; nothing if they cannot be told in full.
    fn to_bytes(&self) -> Option<Vec<u8>>;

    /// The facts that were these bytes; nothing if they say something that cannot be true of the article.
    fn from_bytes(bytes: &[u8], article: &StoredArticle<'_>) -> Option<Self>
    where
        Self: Sized;

    /// Forgets what only the sum needs, when the facts have been added to it.
    fn forget_added(&mut self) {}
}

/// An article of which facts were stored.
#[derive(Debug, Clone, Copy)]
pub struct StoredArticle<'s> {
    /// Its text.
    pub source: &'s Source,
    /// The tag of its language.
    pub language: &'s Arc<str>,
}

/// What the facts of many articles come to. It is the same in whatever order articles are added and parts are merged: sums,
/// smallest and largest values, and of what is too much the few values with the smallest hashes.
pub trait ArchiveSum: fmt::Debug + Clone + Default + PartialEq + Send + Sync + 'static {
    /// The facts of one article.
    type Facts: ArticleFacts<Sum = Self>;

    /// Whether there is anything to add up; otherwise the facts serve the second pass over their own article alone.
    const IS_KEPT: bool = true;

    /// Adds one article, which stands in its archive as `place` says.
    fn add(&mut self, facts: &Self::Facts, place: &ArchivePlace<'_>);

    /// Adds the sum of other articles.
    fn merge(&mut self, other: Self);

    /// Takes in the sum of articles that are counted here already, and may be called otherwise there: whatever of it is no count.
    fn join(&mut self, _: Self) {}
}

/// Where an article stands in its archive.
#[derive(Debug, Clone, Copy)]
pub struct ArchivePlace<'a> {
    /// The hash of what the article says: it tells the article from others, whatever its file is called.
    pub content: u64,
    /// The part of the archive it is in.
    pub folder: &'a Arc<str>,
}

/// A sum that a saved tally holds, in lines of JSON.
pub trait SavedSum: ArchiveSum {
    /// In how many lines it is saved.
    fn lines(&self) -> usize;

    /// Writes the lines, each with its end, in one order: equal sums are equal lines.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    fn write(&self, out: &mut dyn io::Write) -> io::Result<()>;

    /// Reads all the lines, each with its number in the file.
    ///
    /// # Errors
    /// The first line that cannot be read, and why.
    fn read(lines: &mut dyn Iterator<Item = (usize, &[u8])>) -> Result<Self, BrokenLine>;
}

/// A line of a saved tally that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenLine {
    /// Its number in the file, from 1.
    pub number: usize,
    /// What is wrong with it.
    pub message: String,
}

impl BrokenLine {
    /// A line with this number in the file that is no JSON of the right shape.
    #[must_use]
    pub fn damaged(number: usize, error: &serde_json::Error) -> Self {
        let words = error.to_string();
        let message = format!("the tally is damaged: {}", words.split(" at line ").next().unwrap_or_default());
        Self { number, message }
    }
}

/// Facts that are only for the second pass over their own article: there is no sum of them.
#[derive(Debug)]
pub struct NoSum<F>(PhantomData<fn() -> F>);

impl<F> Clone for NoSum<F> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<F> Default for NoSum<F> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<F> PartialEq for NoSum<F> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<F: ArticleFacts<Sum = Self>> ArchiveSum for NoSum<F> {
    type Facts = F;
    const IS_KEPT: bool = false;

    fn add(&mut self, _: &F, _: &ArchivePlace<'_>) {}

    fn merge(&mut self, _: Self) {}
}

/// One article, as shared collectors see it.
#[derive(Clone, Copy)]
pub struct Collecting<'c, 'a> {
    /// The article.
    pub input: &'c CheckInput<'a>,
    /// What the first rule for names in its language knows of them, whether it runs or not; nothing without such a rule.
    pub names: Option<&'c Arc<Words>>,
}

/// A check that collects facts of its own.
pub trait Collect: Sync {
    /// What it collects.
    type Facts: ArticleFacts;

    /// First pass: the facts of one article; nothing if there is nothing to remember.
    fn collect(&self, cx: &Context<'_>) -> Option<Self::Facts>;
}

/// A collector that several rules share, or none but `copydesk names`: its sums are what a saved tally holds.
#[derive(Debug)]
pub struct Shared<F: ArticleFacts> {
    /// What it is called, in saved tallies as well.
    pub name: &'static str,
    /// The facts of one article; nothing if there is nothing to remember.
    pub collect: fn(&Collecting<'_, '_>) -> Option<F>,
}

/// [`ArticleFacts`] of any type.
pub trait AnyFacts: Any + fmt::Debug + Send + Sync {
    /// Whether they are the same facts.
    fn equals(&self, other: &dyn AnyFacts) -> bool;

    /// [`ArticleFacts::to_bytes`].
    fn to_bytes(&self) -> Option<Vec<u8>>;

    /// [`ArticleFacts::forget_added`].
    fn forget_added(&mut self);

    /// [`ArticleFacts::JOINS_SAVED`].
    fn joins_saved(&self) -> bool;

    /// A sum to which they can be added; nothing if there is no sum of them.
    fn new_sum(&self) -> Option<Box<dyn AnySum>>;
}

impl<F: ArticleFacts> AnyFacts for F {
    fn equals(&self, other: &dyn AnyFacts) -> bool {
        (other as &dyn Any).downcast_ref::<F>() == Some(self)
    }

    fn to_bytes(&self) -> Option<Vec<u8>> {
        ArticleFacts::to_bytes(self)
    }

    fn forget_added(&mut self) {
        ArticleFacts::forget_added(self);
    }

    fn joins_saved(&self) -> bool {
        F::JOINS_SAVED
    }

    fn new_sum(&self) -> Option<Box<dyn AnySum>> {
        F::Sum::IS_KEPT.then(|| Box::<F::Sum>::default() as Box<dyn AnySum>)
    }
}

impl PartialEq for dyn AnyFacts {
    fn eq(&self, other: &Self) -> bool {
        self.equals(other)
    }
}

/// An [`ArchiveSum`] of any type.
pub trait AnySum: Any + fmt::Debug + Send + Sync {
    /// Whether they are the same sum.
    fn equals(&self, other: &dyn AnySum) -> bool;

    /// The same sum again.
    fn boxed_clone(&self) -> Box<dyn AnySum>;

    /// [`ArchiveSum::add`]; nothing is done with facts of another type.
    fn add(&mut self, facts: &dyn AnyFacts, place: &ArchivePlace<'_>);

    /// [`ArchiveSum::merge`]; nothing is done with a sum of another type.
    fn merge(&mut self, other: Box<dyn AnySum>);

    /// [`ArchiveSum::join`]; nothing is done with a sum of another type.
    fn join(&mut self, other: Box<dyn AnySum>);
}

impl<S: ArchiveSum> AnySum for S {
    fn equals(&self, other: &dyn AnySum) -> bool {
        (other as &dyn Any).downcast_ref::<S>() == Some(self)
    }

    fn boxed_clone(&self) -> Box<dyn AnySum> {
        Box::new(self.clone())
    }

    fn add(&mut self, facts: &dyn AnyFacts, place: &ArchivePlace<'_>) {
        let facts = (facts as &dyn Any).downcast_ref::<S::Facts>();
        debug_assert!(facts.is_some(), "facts of another type under one key");
        facts.into_iter().for_each(|facts| ArchiveSum::add(self, facts, place));
    }

    fn merge(&mut self, other: Box<dyn AnySum>) {
        own::<S>(other).into_iter().for_each(|other| ArchiveSum::merge(self, *other));
    }

    fn join(&mut self, other: Box<dyn AnySum>) {
        own::<S>(other).into_iter().for_each(|other| ArchiveSum::join(self, *other));
    }
}

/// A sum of a known type.
fn own<S: ArchiveSum>(sum: Box<dyn AnySum>) -> Option<Box<S>> {
    let sum = (sum as Box<dyn Any>).downcast::<S>();
    debug_assert!(sum.is_ok(), "sums of two types under one key");
    sum.ok()
}

impl PartialEq for dyn AnySum {
    fn eq(&self, other: &Self) -> bool {
        self.equals(other)
    }
}

/// A [`Collect`] of any facts.
pub trait OwnCollector: Sync {
    /// [`Collect::collect`].
    fn collect(&self, cx: &Context<'_>) -> Option<Box<dyn AnyFacts>>;

    /// [`ArticleFacts::from_bytes`].
    fn read(&self, bytes: &[u8], article: &StoredArticle<'_>) -> Option<Box<dyn AnyFacts>>;

    /// [`ArchiveSum::IS_KEPT`].
    fn is_summed(&self) -> bool;
}

impl<C: Collect> OwnCollector for C {
    fn collect(&self, cx: &Context<'_>) -> Option<Box<dyn AnyFacts>> {
        Collect::collect(self, cx).map(|facts| Box::new(facts) as Box<dyn AnyFacts>)
    }

    fn read(&self, bytes: &[u8], article: &StoredArticle<'_>) -> Option<Box<dyn AnyFacts>> {
        C::Facts::from_bytes(bytes, article).map(|facts| Box::new(facts) as Box<dyn AnyFacts>)
    }

    fn is_summed(&self) -> bool {
        <C::Facts as ArticleFacts>::Sum::IS_KEPT
    }
}

/// A [`Shared`] of any facts.
pub trait SharedCollector: Sync + fmt::Debug {
    /// What it is called.
    fn name(&self) -> &'static str;

    /// The facts of one article; nothing if there is nothing to remember.
    fn collect(&self, article: &Collecting<'_, '_>) -> Option<Box<dyn AnyFacts>>;

    /// [`ArticleFacts::from_bytes`].
    fn read(&self, bytes: &[u8], article: &StoredArticle<'_>) -> Option<Box<dyn AnyFacts>>;

    /// [`SavedSum::lines`]; none of a sum of another type.
    fn saved_lines(&self, sum: &dyn AnySum) -> usize;

    /// [`SavedSum::write`]; nothing of a sum of another type.
    ///
    /// # Errors
    /// What the output says when it cannot be written to.
    fn write_sum(&self, sum: &dyn AnySum, out: &mut dyn io::Write) -> io::Result<()>;

    /// [`SavedSum::read`].
    ///
    /// # Errors
    /// The first line that cannot be read, and why.
    fn read_sum(&self, lines: &mut dyn Iterator<Item = (usize, &[u8])>) -> Result<Box<dyn AnySum>, BrokenLine>;
}

impl<F: ArticleFacts<Sum: SavedSum>> SharedCollector for Shared<F> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn collect(&self, article: &Collecting<'_, '_>) -> Option<Box<dyn AnyFacts>> {
        (self.collect)(article).map(|facts| Box::new(facts) as Box<dyn AnyFacts>)
    }

    fn read(&self, bytes: &[u8], article: &StoredArticle<'_>) -> Option<Box<dyn AnyFacts>> {
        F::from_bytes(bytes, article).map(|facts| Box::new(facts) as Box<dyn AnyFacts>)
    }

    fn saved_lines(&self, sum: &dyn AnySum) -> usize {
        (sum as &dyn Any).downcast_ref::<F::Sum>().map_or(0, SavedSum::lines)
    }

    fn write_sum(&self, sum: &dyn AnySum, out: &mut dyn io::Write) -> io::Result<()> {
        (sum as &dyn Any).downcast_ref::<F::Sum>().map_or(Ok(()), |sum| sum.write(out))
    }

    fn read_sum(&self, lines: &mut dyn Iterator<Item = (usize, &[u8])>) -> Result<Box<dyn AnySum>, BrokenLine> {
        <F::Sum as SavedSum>::read(lines).map(|sum| Box::new(sum) as Box<dyn AnySum>)
    }
}
