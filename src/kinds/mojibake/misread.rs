//! Single bytes of one script that were taken for those of another: words in letters of the Latin script that no language has. They are
//! turned back where this makes words of a language of them, which they are not as they stand.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use unicode_script::{Script, UnicodeScript};

use super::bytes::Bytes;
use crate::analysis::At;
use crate::diagnostic::Applicability;
use crate::kinds::Context;
use crate::language::{Profile, is_word_char};
use crate::text::{ProseSpan, narrow};

/// How words may have been misread.
pub struct Misread {
    /// Made when the first text comes that may have been misread.
    pairs: OnceLock<Vec<Pair>>,
    languages: Vec<Arc<Profile>>,
}

/// An encoding that text in another was taken for.
struct Pair {
    taken_for: Box<str>,
    /// What each character stands for that is not ASCII.
    turned: FxHashMap<char, char>,
}

/// A run of characters without spaces.
struct Piece<'p> {
    block: usize,
    /// The first byte of it in the prose.
    start: usize,
    text: &'p str,
    /// Whether it is a word of nothing but letters that are not ASCII.
    is_foreign: bool,
}

/// What speaks for a pair and a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Score {
    /// Words that the language, or the article, is known to have.
    known: usize,
    /// Words all in its script.
    fitting: usize,
    /// Letters of the longest word that is known.
    longest: usize,
}

/// The first byte, in UTF-8, of the letters that bytes from 0xC0 on are taken for.
const LEAD: u8 = 0xC3;
/// As many words known to a language leave no doubt.
const CERTAIN: usize = 3;
/// In an article in the language itself one word of so many letters does.
const LONG: usize = 4;

impl Misread {
    /// The languages are those whose words are known.
    pub fn new(languages: &[Arc<Profile>]) -> Self {
        Self { pairs: OnceLock::new(), languages: languages.to_vec() }
    }

    /// Reports the words of an article that were misread. `encodings` gives the pairs of them, a text's own before the one it is taken
    /// for.
    pub fn check<P: Iterator<Item = (Bytes, Bytes)>>(&self, cx: &mut Context<'_>, encodings: impl Fn() -> P) {
        let pieces = pieces(cx);
        if !pieces.iter().any(|piece| piece.is_foreign) {
            return;
        }
        let mut best: Option<(Score, &Pair)> = None;
        let mut is_tie = false;
        let pairs = self.pairs.get_or_init(|| encodings().map(Pair::new).collect());
        for pair in pairs {
            let Some(score) = self.score(cx, pair, &pieces) else { continue };
            let known = best.map_or(0, |(best, _)| best.known);
            is_tie = (is_tie || best.is_some()) && score.known <= known && (is_tie || score.known == known);
            if score.known > known {
                best = Some((score, pair));
            }
        }
        if let Some((_, pair)) = best.filter(|_| !is_tie) {
            report(cx, pair, &pieces);
        }
    }

    /// What speaks for a pair, if it is enough.
    fn score(&self, cx: &Context<'_>, pair: &Pair, pieces: &[Piece<'_>]) -> Option<Score> {
        let own = cx.analysis.profile();
        let foreign = || pieces.iter().filter(|piece| piece.is_foreign);
        let read: Vec<String> = foreign().filter_map(|piece| pair.read(piece.text)).collect();
        let script = read.iter().flat_map(|word| word.chars()).find(|c| c.is_alphabetic())?.script();
        if script == Script::Latin {
            return None;
        }
        let is_own = Some(script) == own.script;
        let in_script =
            self.languages.iter().map(|profile| &**profile).filter(|profile| profile.script == Some(script));
        let languages: Vec<&Profile> = if is_own { vec![own] } else { in_script.collect() };
        let scores = languages.into_iter().map(|language| {
            let mut score = Score::default();
            for word in read.iter().filter(|word| word.chars().all(|c| !c.is_alphabetic() || c.script() == script)) {
                score.fitting += 1;
                let folded = language.folder.fold(word.trim_matches(|c: char| !is_word_char(c)));
                if is_known(cx, language, &folded, is_own) {
                    score.known += 1;
                    score.longest = score.longest.max(folded.chars().count());
                }
            }
            score
        });
        let score = scores.max()?;
        let is_certain = score.known >= CERTAIN || is_own && score.longest >= LONG;
        // Nearly all words that were misread can be turned back.
        let are_all = score.fitting * 5 >= foreign().count() * 4;
        (is_certain && are_all).then_some(score)
    }
}

/// Whether a folded word is one that a language, or an article in it, is known to have.
fn is_known(cx: &Context<'_>, language: &Profile, word: &str, is_own: bool) -> bool {
    let analysis = cx.analysis;
    language.function_words.contains(word) || is_own && analysis.words().form(word, analysis.folded()).is_some()
}

/// The runs between spaces of every block that has two letters beside one another that bytes are taken for.
fn pieces<'p>(cx: &Context<'p>) -> Vec<Piece<'p>> {
    let mut pieces = Vec::new();
    for (block, of) in cx.blocks() {
        let prose: &'p str = &of.prose;
        let bytes = prose.as_bytes();
        // The second byte of the one letter is between the first ones of both.
        if !memchr::memchr_iter(LEAD, bytes).any(|at| bytes.get(at + 2) == Some(&LEAD)) {
            continue;
        }
        let mut start = 0;
        for text in prose.split_inclusive(char::is_whitespace) {
            let trimmed = text.trim_end_matches(char::is_whitespace);
            if !trimmed.is_empty() {
                pieces.push(Piece { block, start, text: trimmed, is_foreign: is_foreign(trimmed) });
            }
            start += text.len();
        }
    }
    pieces
}

/// Whether a run has two letters at least, and none of them is ASCII.
fn is_foreign(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    letters.clone().nth(1).is_some() && letters.all(|c| !c.is_ascii() && c.script() == Script::Latin)
}

impl Pair {
    fn new((written, taken_for): (Bytes, Bytes)) -> Self {
        let turned = taken_for.bytes.iter().filter_map(|(c, byte)| Some((*c, written.character(*byte)?)));
        Self { turned: turned.collect(), taken_for: taken_for.name }
    }

    /// What a run was before, if all of it can be turned back and it is not the same.
    fn read(&self, text: &str) -> Option<String> {
        let turn = |c: char| if c.is_ascii() { Some(c) } else { self.turned.get(&c).copied() };
        let read: String = text.chars().map(turn).collect::<Option<_>>()?;
        (read != text).then_some(read)
    }
}

/// Reports what was misread: words, and what stands beside them, such as single letters and marks.
fn report(cx: &mut Context<'_>, pair: &Pair, pieces: &[Piece<'_>]) {
    let read: Vec<Option<String>> = pieces.iter().map(|piece| pair.read(piece.text)).collect();
    let mut is_misread: Vec<bool> =
        pieces.iter().zip(&read).map(|(piece, read)| piece.is_foreign && read.is_some()).collect();
    let has_ascii = |text: &str| text.contains(|c: char| c.is_ascii_alphabetic());
    let may_be = |index: usize| {
        let piece = pieces.get(index);
        piece.is_some_and(|piece| !has_ascii(piece.text)) && read.get(index).is_some_and(Option::is_some)
    };
    let is_beside = |one: usize, other: usize| {
        pieces.get(one).zip(pieces.get(other)).is_some_and(|(one, other)| one.block == other.block)
    };
    let (forth, back) = (1..pieces.len(), (0..pieces.len().saturating_sub(1)).rev());
    let steps = forth.map(|index| (index - 1, index)).chain(back.map(|index| (index + 1, index)));
    for (from, index) in steps {
        if is_misread.get(from) == Some(&true) && is_beside(from, index) && may_be(index) {
            is_misread.get_mut(index).into_iter().for_each(|is_misread| *is_misread = true);
        }
    }
    for ((piece, read), _) in pieces.iter().zip(read).zip(is_misread).filter(|(_, is_misread)| *is_misread) {
        let Some(read) = read else { continue };
        let span = ProseSpan::from_range(piece.start..piece.start + piece.text.len());
        let at = At { block: narrow(piece.block), span };
        cx.report(at)
            .arg("encoding", &*pair.taken_for)
            .arg("found", piece.text)
            .arg("read", read.as_str())
            .cause(&*pair.taken_for)
            .fix(Applicability::Safe, vec![(at, read)])
            .emit();
    }
}
