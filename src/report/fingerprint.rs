//! What tells one finding from another from run to run, whatever is edited elsewhere in its article.

use std::collections::HashMap;
use std::hash::Hasher as _;

use rustc_hash::FxBuildHasher;
use siphasher::sip128::{Hasher128 as _, SipHasher13};

use super::Reported;
use crate::diagnostic::Diagnostic;
use crate::text::Span;

/// Characters of the line on each side of a finding that belong to its fingerprint.
const REACH: usize = 60;

/// Gives fingerprints, article after article.
#[derive(Debug, Default)]
pub struct Fingerprints {
    path: Box<[u8]>,
    /// How often each was given in files of this path.
    given: HashMap<u128, u32, FxBuildHasher>,
}

/// A finding's fingerprint within its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// From the code, the words found and the words around them.
    pub content: u128,
    /// Which of those alike in the file it is, from 1.
    pub ordinal: u32,
}

impl Fingerprints {
    /// The next finding's fingerprint. Findings come in order, those of one file in a row.
    pub fn of(&mut self, article: &Reported<'_>, diagnostic: &Diagnostic) -> Fingerprint {
        let name = article.source.id.name();
        if *self.path != *name.as_bytes() {
            self.path = name.as_bytes().into();
            self.given.clear();
        }
        let (source, span) = (article.source, diagnostic.span);
        let first = source.line_span(source.position(span.start).line);
        let last = source.line_span(source.position(span.end).line);
        let before = source.slice(Span::new(first.start, span.start));
        let after = source.slice(Span::new(span.end, last.end));
        let mut hasher = SipHasher13::new();
        let mut feed = |c: char| hasher.write_u32(u32::from(c).to_le());
        diagnostic.code.as_str().chars().for_each(&mut feed);
        // White space separates what is around from what is inside; edits of spacing change nothing.
        for part in [
            &mut before.chars().rev().take(REACH) as &mut dyn Iterator<Item = char>,
            &mut source.slice(span).chars(),
            &mut after.chars().take(REACH),
        ] {
            feed('\0');
            part.filter(|c| !c.is_whitespace()).for_each(&mut feed);
        }
        let content = hasher.finish128().as_u128();
        let ordinal = self.given.entry(content).or_insert(0);
        *ordinal += 1;
        Fingerprint { content, ordinal: *ordinal }
    }
}

impl Fingerprint {
    /// A fingerprint that no other finding of the run has: path and ordinal are part of it.
    #[must_use]
    pub fn across_files(self, path: &str) -> u128 {
        let mut hasher = SipHasher13::new();
        hasher.write(&self.content.to_le_bytes());
        hasher.write(&self.ordinal.to_le_bytes());
        hasher.write(path.as_bytes());
        hasher.finish128().as_u128()
    }
}
