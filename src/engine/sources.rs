//! Who speaks in an article: each quotation with its source, and each source that nobody can trace.

use std::sync::Arc;

use super::{Engine, Policy, Selection};
use crate::analysis::{Analysis, At, CueMatcher};
use crate::document::{self, Article, Document};
use crate::kinds::{Class, Judgement, Via, judge_quotations};
use crate::language::{BlockRole, Profile, Roles};
use crate::text::Span;

/// The code whose rules say whether a quotation has a source.
const QUOTE: &str = "attribution/quote";
/// The code whose rules find sources that nobody can trace.
pub const VAGUE: &str = "attribution/vague";

/// How sure it is who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The quotation's own sentence, or a signature, says so.
    Sure,
    /// A form or a neighbour does.
    Likely,
    /// Something is there that may.
    Unsure,
}

/// What is known of who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Somebody is named.
    Named,
    /// There is a source, and nobody is named.
    Unnamed,
    /// No source is in reach.
    Nobody,
}

/// Words of the article, and where they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words, as readers see them.
    pub text: String,
    /// Where they are.
    pub span: Span,
}

/// A quotation with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// The quotation, marks included.
    pub words: Words,
    /// Who speaks.
    pub speaker: Option<Words>,
    /// The word that says so.
    pub cue: Option<Words>,
    /// How sure that is; nothing without a source.
    pub certainty: Option<Certainty>,
    /// What is known of who speaks.
    pub standing: Standing,
}

/// The sources of one article.
#[derive(Debug, Clone)]
pub struct ArticleSources {
    /// The language it was read in.
    pub language: Arc<Profile>,
    /// Its quotations, in order.
    pub quotations: Vec<Quoted>,
    /// Its sources that nobody can trace, in order.
    pub vague: Vec<Words>,
}

impl ArticleSources {
    /// How many quotations have this standing.
    #[must_use]
    pub fn count(&self, standing: Standing) -> usize {
        self.quotations.iter().filter(|quoted| quoted.standing == standing).count()
    }
}

impl Engine {
    /// An engine by the same rules that looks for nothing but sources nobody can trace, whether they are on or not.
    #[must_use]
    pub fn of_sources(&self) -> Self {
        let selection = Selection { select: vec![VAGUE.to_owned()], ignore: Vec::new() };
        let policy = Policy { selection, ..self.policy.clone() };
        Self::new(Arc::clone(&self.languages), Arc::clone(&self.book), policy)
    }

    /// The sources of one article. Vague ones are found by the rules in force.
    #[must_use]
    pub fn sources(&self, article: &Article) -> ArticleSources {
        self.sources_in(&document::parse(&article.source, article.format, &self.reading()))
    }

    /// The same for an article that has been parsed.
    #[must_use]
    pub fn sources_in(&self, document: &Document<'_>) -> ArticleSources {
        let source = document.source;
        let mut checked = self.check_document(document);
        checked.found.retain(|diagnostic| diagnostic.code.is(VAGUE));
        let words = |span: Span| Words { text: source.slice(span).to_owned(), span };
        let vague: Vec<Words> = checked.found.iter().map(|diagnostic| words(diagnostic.span)).collect();
        let no_cues = CueMatcher::default();
        let analysis = Analysis::new(document, &no_cues);
        let rule = self
            .rules()
            .iter()
            .find(|rule| rule.reporting.code.is(QUOTE) && rule.languages.include(&document.language.tag));
        let judged = rule.map_or_else(Vec::new, |rule| judge_quotations(rule.check(), &analysis));
        let quotations = judged.iter().filter_map(|judged| quoted(document, &analysis, judged, &vague)).collect();
        ArticleSources { language: Arc::clone(&document.language), quotations, vague }
    }
}

/// A quotation that is somebody's words, with its source.
fn quoted(document: &Document<'_>, analysis: &Analysis<'_>, judged: &Judgement, vague: &[Words]) -> Option<Quoted> {
    let parts = &analysis.quotations().outermost().get(judged.quotation)?.parts;
    let (first, last) = parts.first().zip(parts.last())?;
    let reads = Roles::of(&[BlockRole::Story, BlockRole::Quotation]);
    let is_prose = |part: &At| {
        document
            .blocks
            .get(part.block as usize)
            .is_some_and(|block| block.kind.is_running_text() && reads.has(block.role()))
    };
    let is_speech = match judged.class {
        Class::Direct => true,
        // A few words are somebody's only where something says so.
        Class::Partial => {
            judged.source.is_some_and(|source| source.cue.is_some()) && !judged.is_weak && !judged.is_short
        }
        Class::Scare | Class::Title | Class::Subheading => false,
    };
    if !is_speech || !parts.iter().all(is_prose) {
        return None;
    }
    let locate = |at: At| document.blocks.get(at.block as usize).map(|block| block.locate(at.span));
    let words = |at: At| Some(Words { text: analysis.slice(at).to_owned(), span: locate(at)? });
    let text = parts.iter().map(|&part| analysis.slice(part)).collect::<Vec<_>>().join("\n");
    let span = Span::new(locate(*first)?.start, locate(*last)?.end);
    let speaker = judged.speaker.and_then(|speaker| words(speaker.at));
    let is_vague = |words: &Words| vague.iter().any(|vague| vague.span.overlaps(words.span));
    let standing = match (judged.source, judged.speaker) {
        (None, _) => Standing::Nobody,
        (Some(_), Some(named)) if named.is_named && !speaker.as_ref().is_some_and(is_vague) => Standing::Named,
        (Some(_), _) => Standing::Unnamed,
    };
    Some(Quoted {
        words: Words { text, span },
        speaker,
        cue: judged.source.and_then(|source| words(source.cue?)),
        certainty: judged.source.map(|_| certainty(judged)),
        standing,
    })
}

fn certainty(judged: &Judgement) -> Certainty {
    let Some((source, speaker)) = judged.source.zip(judged.speaker) else { return Certainty::Unsure };
    match source.via {
        _ if judged.is_weak => Certainty::Unsure,
        Via::Sentence | Via::Signature if !speaker.is_carried => Certainty::Sure,
        Via::Introduction | Via::Inside | Via::Line | Via::Beside if !speaker.is_carried => Certainty::Likely,
        Via::Sentence | Via::Paragraph | Via::Continuation | Via::Article => Certainty::Likely,
        _ => Certainty::Unsure,
    }
}
