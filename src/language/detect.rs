//! Which language a text is in: its script first, then the commonest words of the languages written in it.
//!
//! Every language lists its commonest words in order of frequency. A word speaks for the languages that list it, by how
//! much likelier it is there than by chance, so words that neighbours share weigh little between them. Languages that there are no
//! rules for are listed too: a text in one of them is in no language that is known, rather than in the nearest one.

use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use unicode_normalization::char::{compose, is_combining_mark};
use unicode_script::{Script, UnicodeScript};

use super::characters::{MARK, NO_LETTER, OTHER};
use super::fold::is_word_char;
use super::hint::{Hint, primary};
use super::profile::Profile;
use super::tables::{LOWER_CASE, SCRIPTS};
use crate::text::{WordSet, narrow};

/// Places of an article that are looked at, spread over it: its head alone may be a dateline or a quotation.
const WINDOWS: usize = 4;
/// Bytes looked at in each, first, and where that leaves a doubt.
const WINDOW: [usize; 2] = [120, 1600];
/// The same of a block, and of a text whose script alone is asked for.
const SAMPLE: usize = 200;
/// Letters of each stretch that are looked at for the script.
const LETTERS: usize = 50;
/// Fewer letters than this are no ground to doubt what an article says of its language.
const FEW_LETTERS: usize = 24;

/// Of a hundred running words this many are among the commonest of their language.
const COMMON: f32 = 0.4;
/// A word of rank r is about 1 / (r + `FLATTENED`) as frequent as all together (Zipf and Mandelbrot).
const FLATTENED: f32 = 5.0;
/// How many words a list is taken to have.
const RANKS: usize = 120;
/// How often a word that a language does not list is met in it.
const CHANCE: f32 = 0.0004;

/// The logarithm of how much likelier an article is in a language that has rules than in one that has none.
const USUAL: f32 = 2.0;
/// The same for a language that the path speaks for.
const HINTED: f32 = 6.0;
/// How far, in logarithms of likelihood, a language must be ahead of every other.
const AHEAD: f32 = 3.0;
/// Share of words listed by their language in running text of any; a text of an unlisted language mostly has less.
const SHARE: f32 = 0.12;
/// Languages that write small words onto others have less. Then a language must be `FAR` ahead, and by half of all.
const SMALL_SHARE: f32 = 0.04;
const FAR: f32 = 8.0;
/// With such a share and so far ahead, nothing more need be looked at.
const CLEAR: (f32, f32) = (0.2, 12.0);
/// Bytes at the head of a block in which an article's own language shows, by words that are so much commoner in it than in
/// its neighbours, in logarithms.
const HEAD: usize = 240;
const OWN: f32 = 4.0;
/// Words that a block in another language than its article's has at least.
const PASSAGE: usize = 5;
/// One letter in so many may be of another alphabet, in names.
const FOREIGN: usize = 100;

/// What came of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is in the language with this index.
    Known(usize),
    /// It is in a language that there are no rules for, or that is not allowed.
    Other,
    /// It may be in several, or in none.
    Unsure,
}

/// One language of a script.
#[derive(Debug)]
struct Listed {
    tag: Box<str>,
    /// Its index among the known languages, if it has rules.
    known: Option<usize>,
}

/// The commonest words of all languages of a script.
#[derive(Debug)]
struct WordTable {
    languages: Vec<Listed>,
    words: WordSet,
    /// For each word, by its number, the first of its weights; and where those of the last end.
    firsts: Vec<u32>,
    weights: Vec<Weight>,
}

/// What a word says of a language.
#[derive(Debug, Clone, Copy)]
struct Weight {
    /// The language's index in the table.
    language: usize,
    /// How much it adds to its likelihood.
    adds: f32,
    /// How much more than to that of any other language: below zero, if one lists it higher.
    margin: f32,
}

/// Tells languages. The words of a script are laid out when its first text comes.
#[derive(Debug)]
pub(super) struct Detector {
    undetermined: Arc<Profile>,
    tables: Vec<(Script, OnceLock<WordTable>)>,
}

/// What the words of a text say.
#[derive(Debug)]
struct Count {
    words: usize,
    /// By language of the script: logarithm of likelihood, words listed.
    scores: Vec<(f32, u32)>,
}

impl Detector {
    /// A detector of these languages, and of the neighbours that the undetermined one lists.
    pub fn new(profiles: &[Arc<Profile>], undetermined: &Arc<Profile>) -> Self {
        let mut scripts: Vec<Script> = profiles.iter().filter_map(|profile| profile.script).collect();
        scripts.sort_unstable_by_key(|script| script.short_name());
        scripts.dedup();
        let tables = scripts.into_iter().map(|script| (script, OnceLock::new())).collect();
        Self { undetermined: Arc::clone(undetermined), tables }
    }

    /// Whether there are words of a language without rules.
    pub fn knows(&self, tag: &str) -> bool {
        self.undetermined.neighbours.iter().any(|(_, words)| words.contains_key(tag))
    }

    /// The language of a text given in pieces, among `allowed` tags (all, if empty).
    pub fn judge<'t>(
        &self,
        profiles: &[Arc<Profile>],
        pieces: impl Iterator<Item = &'t str> + Clone,
        allowed: &[Arc<str>],
        hint: Option<Hint<'_>>,
    ) -> Verdict {
        let total: usize = pieces.clone().map(str::len).sum();
        let mut verdict = Verdict::Unsure;
        for size in WINDOW {
            let sample = windows(pieces.clone(), total, size);
            let Some(script) = dominant_script(&sample, LETTERS) else { return Verdict::Unsure };
            let Some(table) = self.table(script, profiles) else { return Verdict::Unsure };
            let is_clear;
            (verdict, is_clear) = Judge { profiles, table, allowed, hint, script }.of(&sample);
            if is_clear || total <= size * WINDOWS {
                break;
            }
        }
        verdict
    }

    /// The language of a block of an article in the language with index `own`, if it surely is another one: a verdict that is
    /// never unsure. Nothing, if the block may as well be in the article's.
    pub fn passage(&self, profiles: &[Arc<Profile>], own: usize, text: &str) -> Option<Verdict> {
        let article = profiles.get(own)?;
        let own_script = article.script?;
        let table = self.table(own_script, profiles)?;
        // Nearly every block begins with common words of its article's language.
        if !table.words.is_empty() && table.is_own(text, own) {
            return None;
        }
        let sample = windows([text].into_iter(), text.len(), SAMPLE);
        let script = dominant_script(&sample, LETTERS)?;
        let judge = Judge { profiles, table: self.table(script, profiles)?, allowed: &[], hint: None, script };
        let (ranked, words) = judge.rank(&sample);
        let &(score, share, best, _) = ranked.first()?;
        if judge.table.words.is_empty() {
            // Scripts without spaces tell their language by themselves.
            let letters = text.chars().filter(|c| script_of_letter(*c).is_some()).count();
            return best.known.filter(|_| script != own_script && letters >= FEW_LETTERS).map(Verdict::Known);
        }
        let of_article =
            ranked.iter().find(|(_, _, listed, _)| listed.known == Some(own)).map_or(0.0, |(own, ..)| *own);
        let ahead = score - ranked.get(1).map_or(0.0, |(second, ..)| *second);
        let is_sure = words >= PASSAGE && share >= CLEAR.0 && ahead >= AHEAD && score - of_article >= FAR;
        let is_other = best.known != Some(own) && is_sure;
        is_other.then_some(best.known.map_or(Verdict::Other, Verdict::Known))
    }

    fn table(&self, script: Script, profiles: &[Arc<Profile>]) -> Option<&WordTable> {
        let (_, table) = self.tables.iter().find(|(known, _)| *known == script)?;
        Some(table.get_or_init(|| {
            let known = profiles.iter().enumerate().filter(|(_, profile)| profile.script == Some(script));
            let known = known.map(|(index, profile)| {
                let listed = Listed { tag: (&*profile.tag).into(), known: Some(index) };
                (listed, profile.commonest_words.iter().map(String::as_str).collect())
            });
            // A newsroom may give rules for a language that is only a neighbour otherwise: then its own words count.
            let has_rules = |tag: &str| profiles.iter().any(|profile| *profile.tag == *tag);
            let others = self.undetermined.neighbours.iter().filter(|(known, _)| *known == script);
            let others = others.flat_map(|(_, words)| words).filter(|(tag, _)| !has_rules(tag));
            let others = others.map(|(tag, words)| {
                (Listed { tag: tag.as_str().into(), known: None }, words.split_whitespace().collect())
            });
            WordTable::new(known.chain(others))
        }))
    }
}

impl WordTable {
    fn new<'w>(lists: impl Iterator<Item = (Listed, Vec<&'w str>)>) -> Self {
        let all: f32 = (0..RANKS).map(|rank| 1.0 / (rank as f32 + FLATTENED)).sum();
        let lists: Vec<(Listed, Vec<&str>)> = lists.collect();
        let count = lists.iter().map(|(_, words)| words.len()).sum();
        let (mut languages, mut words) = (Vec::with_capacity(lists.len()), WordSet::with_room(count, count * 8));
        let mut entries: Vec<(u32, usize, f32)> = Vec::new();
        let mut written = String::new();
        for (index, (listed, listed_words)) in lists.into_iter().enumerate() {
            languages.push(listed);
            for (rank, word) in listed_words.into_iter().enumerate() {
                let frequency = COMMON / all / (rank as f32 + FLATTENED);
                let weight = (frequency / CHANCE).ln().max(0.5);
                each_word(word, &mut written, |word| {
                    entries.push((words.insert(word), index, weight));
                    ControlFlow::Continue(())
                });
            }
        }
        // Of two spellings that read alike the more frequent one counts: it comes first.
        entries.sort_by_key(|&(word, language, _)| (word, language));
        entries.dedup_by(|later, first| (later.0, later.1) == (first.0, first.1));
        let (mut firsts, mut weights) = (Vec::with_capacity(words.len() + 1), Vec::with_capacity(entries.len()));
        for alike in entries.chunk_by(|a, b| a.0 == b.0) {
            firsts.push(narrow(weights.len()));
            for &(_, language, adds) in alike {
                let others = alike.iter().filter(|other| other.1 != language).map(|other| other.2);
                weights.push(Weight { language, adds, margin: adds - others.fold(0.0, f32::max) });
            }
        }
        firsts.push(narrow(weights.len()));
        Self { languages, words, firsts, weights }
    }

    /// What a word says of the languages that list it.
    fn weights_of(&self, word: &str) -> &[Weight] {
        let range = self.words.number_of(word).and_then(|number| {
            let (first, end) = (self.firsts.get(number as usize)?, self.firsts.get(number as usize + 1)?);
            Some(*first as usize..*end as usize)
        });
        range.and_then(|range| self.weights.get(range)).unwrap_or_default()
    }

    /// Whether a block is in the language with this index among the known ones as far as its head tells, or is too short to be
    /// in another one.
    fn is_own(&self, text: &str, known: usize) -> bool {
        let Some(own) = self.languages.iter().position(|listed| listed.known == Some(known)) else { return false };
        let head = whole_words(text, 0, HEAD.min(text.len()));
        let (mut words, mut margin) = (0, 0.0);
        each_word(head, &mut String::new(), |word| {
            words += 1;
            let of_word = self.weights_of(word);
            margin += of_word.iter().find(|weight| weight.language == own).map_or(0.0, |weight| weight.margin);
            if margin >= OWN { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        margin >= OWN || words < PASSAGE && head.len() == text.len()
    }

    fn count(&self, sample: &[&str], script: Script) -> Count {
        let is_own = |c: char| match script_of_letter(c) {
            Some(_) => !c.is_ascii() || script == Script::Latin,
            None => false,
        };
        let mut count = Count { words: 0, scores: vec![(0.0, 0); self.languages.len()] };
        let mut written = String::new();
        for piece in sample {
            each_word(piece, &mut written, |word| {
                // Numbers, and names in the script of another language, say nothing.
                count.words += usize::from(word.starts_with(is_own));
                for weight in self.weights_of(word) {
                    if let Some((score, hits)) = count.scores.get_mut(weight.language) {
                        *score += weight.adds;
                        *hits += 1;
                    }
                }
                ControlFlow::Continue(())
            });
        }
        count
    }
}

/// A language of a script and what speaks for it.
type Ranked<'r> = (f32, f32, &'r Listed, bool);

/// Weighs what the words say against what is known beside them.
struct Judge<'j> {
    profiles: &'j [Arc<Profile>],
    table: &'j WordTable,
    allowed: &'j [Arc<str>],
    hint: Option<Hint<'j>>,
    script: Script,
}

impl Judge<'_> {
    /// The verdict, and whether more text would not change it.
    fn of(&self, sample: &[&str]) -> (Verdict, bool) {
        let (ranked, _) = self.rank(sample);
        let is_allowed = |known| self.is_allowed(known);
        let Some(&(score, share, best, is_plain)) = ranked.first() else { return (Verdict::Unsure, true) };
        let ahead = score - ranked.get(1).map_or(0.0, |(second, ..)| *second);
        let verdict = match best.known.filter(|_| is_allowed(best.known)) {
            Some(index) => Verdict::Known(index),
            None => Verdict::Other,
        };
        if share >= CLEAR.0 && ahead >= CLEAR.1 {
            return (verdict, true);
        }
        let is_far = share >= SMALL_SHARE && ahead >= FAR && ahead * 2.0 >= score;
        // Between two languages that both come to nothing there is nothing to decide.
        let rivals = ranked.iter().take_while(|(rival, ..)| score - rival < AHEAD);
        let is_other = rivals.clone().all(|(_, _, rival, _)| !is_allowed(rival.known));
        if (ahead >= AHEAD || is_other) && (share >= SHARE || is_far || is_plain) {
            return (verdict, false);
        }
        (self.by_letters(sample, &ranked).or_else(|| self.only_one(&ranked)).unwrap_or(Verdict::Unsure), false)
    }

    /// The languages of the script, those that most speaks for first: how much that is, the share of words that they list,
    /// and whether something beside the text says plainly that it is in this one. And the number of words.
    fn rank(&self, sample: &[&str]) -> (Vec<Ranked<'_>>, usize) {
        let count = self.table.count(sample, self.script);
        let mut ranked: Vec<Ranked<'_>> = Vec::with_capacity(self.table.languages.len());
        for (listed, &(score, hits)) in self.table.languages.iter().zip(&count.scores) {
            let is_usual = self.is_allowed(listed.known);
            let hint = self.hint.filter(|hint| primary(hint.tag).eq_ignore_ascii_case(&listed.tag));
            let is_hinted = hint.is_some_and(|hint| hint.is_plain || hits > 0);
            let score = score + if is_usual { USUAL } else { 0.0 } + if is_hinted { HINTED } else { 0.0 };
            let share = hits as f32 / count.words.max(1) as f32;
            ranked.push((score, share, listed, hint.is_some_and(|hint| hint.is_plain)));
        }
        // The sort is stable: of equals the first listed comes first.
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        (ranked, count.words)
    }

    /// Whether the language with this index among the known ones may be meant.
    fn is_allowed(&self, known: Option<usize>) -> bool {
        known.and_then(|index| self.profiles.get(index)).is_some_and(|profile| self.allows(profile))
    }

    fn allows(&self, profile: &Profile) -> bool {
        self.allowed.is_empty() || self.allowed.contains(&profile.tag)
    }

    /// The language whose alphabet the text keeps to, if no other is ahead by its words.
    fn by_letters(&self, sample: &[&str], ranked: &[Ranked<'_>]) -> Option<Verdict> {
        let (most, ..) = ranked.first()?;
        let of_script = |c: &char| script_of_letter(*c) == Some(self.script);
        ranked.iter().take_while(|(score, ..)| score >= most).find_map(|(_, _, listed, _)| {
            let index = listed.known?;
            let profile = self.profiles.get(index).filter(|profile| self.allows(profile))?;
            if profile.alphabet.is_empty() {
                // What has no words is told by its script alone.
                return profile.commonest_words.is_empty().then_some(Verdict::Known(index));
            }
            let letters = || sample.iter().flat_map(|piece| piece.chars()).filter(of_script);
            let (mut all, mut foreign) = (0, 0);
            for c in letters() {
                all += 1;
                foreign += usize::from(!profile.alphabet.contains(&c) && !is_combining_mark(c));
            }
            (foreign * FOREIGN <= all).then_some(Verdict::Known(index))
        })
    }

    /// The only allowed language of the script, if no other is well ahead of it.
    fn only_one(&self, ranked: &[Ranked<'_>]) -> Option<Verdict> {
        let (most, ..) = ranked.first()?;
        let of_script = |profile: &&Arc<Profile>| profile.script == Some(self.script) && self.allows(profile);
        let mut candidates = self.profiles.iter().filter(of_script);
        let only = candidates.next().filter(|_| !self.allowed.is_empty() && candidates.next().is_none())?;
        let (score, _, listed, _) = ranked.iter().find(|(_, _, listed, _)| *listed.tag == *only.tag)?;
        listed.known.filter(|_| most - score < AHEAD).map(Verdict::Known)
    }
}

/// Stretches of about `size` bytes, `WINDOWS` of them spread over a text of `total` bytes given in pieces; all of a short
/// text. They begin and end with whole words where there are spaces.
fn windows<'t>(pieces: impl Iterator<Item = &'t str>, total: usize, size: usize) -> Vec<&'t str> {
    if total <= size * WINDOWS {
        return pieces.collect();
    }
    let mut found = Vec::with_capacity(WINDOWS * 2);
    let starts = |number: usize| (total - size) / (WINDOWS - 1) * number;
    let (mut offset, mut number) = (0, 0);
    for piece in pieces {
        let end = offset + piece.len();
        while number < WINDOWS && starts(number) < end {
            let start = starts(number);
            let last = start + size;
            found.push(whole_words(piece, start.saturating_sub(offset), last.min(end) - offset));
            if last > end {
                // The rest of the window is in the next piece.
                break;
            }
            number += 1;
        }
        offset = end;
    }
    found
}

/// The part of a piece from about one byte to about another, cut at spaces.
fn whole_words(piece: &str, start: usize, end: usize) -> &str {
    let on_boundary = |at: usize| (at..piece.len()).find(|&at| piece.is_char_boundary(at)).unwrap_or(piece.len());
    let (start, end) = (on_boundary(start), on_boundary(end));
    let part = piece.get(start..end).unwrap_or_default();
    let part = match part.split_once(char::is_whitespace).filter(|_| start > 0) {
        Some((_, rest)) => rest,
        None => part,
    };
    match part.rsplit_once(char::is_whitespace).filter(|_| end < piece.len()) {
        Some((whole, _)) => whole,
        None => part,
    }
}

/// The script of a letter; nothing for what is no letter.
fn script_of_letter(c: char) -> Option<Script> {
    match SCRIPTS.get(c as usize) {
        Some(known) => *known,
        None => (is_word_char(c) && c.is_alphabetic()).then(|| c.script()),
    }
}

/// The script most letters are of, by the first `most` letters of each piece. Both kana count as one, and with them the signs
/// that Japanese shares with Chinese.
fn dominant_script(sample: &[&str], most: usize) -> Option<Script> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    let kana = |script| if script == Script::Katakana { Script::Hiragana } else { script };
    let mut add = |(script, number): (Script, usize)| match counts.iter_mut().find(|(known, _)| *known == script) {
        Some((_, count)) => *count += number,
        None => counts.push((script, number)),
    };
    for piece in sample {
        // Letters of one script stand together.
        let mut run: Option<(Script, usize)> = None;
        for script in piece.chars().filter_map(script_of_letter).take(most) {
            match &mut run {
                Some((known, number)) if *known == script => *number += 1,
                _ => run.replace((script, 1)).into_iter().for_each(|(script, number)| add((kana(script), number))),
            }
        }
        run.into_iter().for_each(|(script, number)| add((kana(script), number)));
    }
    let of = |script| counts.iter().find(|(known, _)| *known == script).map_or(0, |(_, count)| *count);
    let (han, kana) = (of(Script::Han), of(Script::Hiragana));
    counts
        .retain(|(script, _)| !matches!(*script, Script::Han | Script::Hiragana | Script::Common | Script::Inherited));
    if han + kana > 0 {
        counts.push((if kana * 10 >= han { Script::Hiragana } else { Script::Han }, han + kana));
    }
    counts.into_iter().max_by_key(|&(script, count)| (count, script.short_name())).map(|(script, _)| script)
}

/// Whether a text given in pieces may be in a language of this script: most of its letters are, or it has only few.
pub(super) fn may_be_in<'t>(script: Script, pieces: impl Iterator<Item = &'t str> + Clone) -> bool {
    let total = pieces.clone().map(str::len).sum();
    let sample = windows(pieces, total, SAMPLE);
    let letters = sample.iter().flat_map(|piece| piece.chars()).filter(|c| script_of_letter(*c).is_some());
    let is_ideographic = |script| matches!(script, Script::Han | Script::Hiragana | Script::Katakana);
    letters.take(FEW_LETTERS).count() < FEW_LETTERS
        || dominant_script(&sample, FEW_LETTERS)
            .is_none_or(|found| found == script || is_ideographic(found) && is_ideographic(script))
}

/// Calls `each` with every word of a text, in lower case, its accents composed, without other marks, until it answers
/// that it has heard enough. A word that is written so already is not copied into `written`.
fn each_word(text: &str, written: &mut String, mut each: impl FnMut(&str) -> ControlFlow<()>) {
    let (table, bytes) = (&LOWER_CASE, text.as_bytes());
    // Where a word began that is as it is written, and whether one was copied.
    let (mut start, mut is_copied) = (None, false);
    let mut next = 0;
    while let Some(&byte) = bytes.get(next) {
        let at = next;
        // Of most text, characters need not be put together from their bytes.
        let (code, len) = match byte {
            0..0x80 => (usize::from(byte), 1),
            0x80..0xE0 => {
                let second = bytes.get(at + 1).copied().unwrap_or_default();
                (usize::from(byte & 0x1F) << 6 | usize::from(second & 0x3F), 2)
            }
            _ => (usize::MAX, if byte < 0xF0 { 3 } else { 4 }),
        };
        next += len;
        let c = || text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        let entry = match table.get(code) {
            Some(&entry) => entry,
            None if !is_word_char(c()) => NO_LETTER,
            None if is_combining_mark(c()) => MARK,
            None => OTHER,
        };
        let is_same = entry != NO_LETTER && usize::from(entry) == code;
        if is_same && !is_copied {
            start = start.or(Some(at));
            continue;
        }
        if entry == NO_LETTER {
            let word = if is_copied { Some(&**written) } else { start.and_then(|start| text.get(start..at)) };
            if word.filter(|word| !word.is_empty()).is_some_and(|word| each(word).is_break()) {
                return;
            }
            (start, is_copied) = (None, false);
            continue;
        }
        if !is_copied {
            written.clear();
            written.push_str(start.and_then(|start| text.get(start..at)).unwrap_or_default());
            is_copied = true;
        }
        match entry {
            MARK => {
                if let Some(composed) = written.chars().next_back().and_then(|last| compose(last, c())) {
                    written.pop();
                    written.push(composed);
                }
            }
            OTHER => written.extend(c().to_lowercase()),
            letter => written.push(char::from_u32(u32::from(letter)).unwrap_or_else(c)),
        }
    }
    let word = if is_copied { Some(&**written) } else { start.and_then(|start| text.get(start..)) };
    if let Some(word) = word.filter(|word| !word.is_empty()) {
        let _ = each(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_word(text, &mut String::new(), |word| {
            found.push(word.to_owned());
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn words_are_in_lower_case_with_composed_accents() {
        assert_eq!(words("L'E\u{301}tat, ÉTÉ"), ["l", "état", "été"]);
        assert_eq!(words("x\u{301}\u{302}y ạ Ạ"), ["xy", "ạ", "ạ"]);
    }

    #[test]
    fn a_long_text_is_looked_at_in_several_places() {
        let text = (0..4000).map(|number| format!("w{number} ")).collect::<String>();
        let (head, tail) = text.split_at(text[..9001].rfind(' ').unwrap());
        let found = windows([head, tail].into_iter(), text.len(), 100);
        assert!(found.len() >= WINDOWS);
        assert!(found.first().unwrap().starts_with("w0 ") && found.last().unwrap().contains("w3995"));
        let all: Vec<&str> = text.split(' ').collect();
        assert!(found.iter().flat_map(|piece| piece.split_whitespace()).all(|word| all.contains(&word)));
    }

    #[test]
    fn a_script_is_told_by_most_letters() {
        assert_eq!(dominant_script(&["2024: a, b"], 9), Some(Script::Latin));
        assert_eq!(dominant_script(&["2024: …"], 9), None);
    }
}
