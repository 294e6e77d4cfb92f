//! Finds the marks, looks at what is beside each, and learns the article's own convention.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::tags::Tags;
use crate::analysis::Signs;
use crate::document::Document;
use crate::language::{Profile, Quotations, Roles, is_word_char, word_start};
use crate::text::{ProseSpan, RareChars, narrow};

/// A mark as found, before it is read.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    pub block: u32,
    pub span: ProseSpan,
    pub glyph: char,
    /// Index of its family in the language's list.
    pub family: u8,
    /// Far more often an apostrophe than a quotation mark.
    pub apostrophe: bool,
    /// First visible thing of its block.
    pub heads_block: bool,
    /// A closing mark that the language repeats at the head of a paragraph where a quotation runs on.
    pub carries_on: bool,
    /// Stands between the end of a sentence and a word without any space: where the break between two paragraphs was lost,
    /// it may be the first thing of the second.
    pub after_lost_break: bool,
    /// What it costs to read it as opening, from what is beside it.
    pub open_cost: f32,
    /// What it costs to read it as closing.
    pub close_cost: f32,
    /// What it costs to read it as no quotation mark; infinite where that is never so.
    pub plain_cost: f32,
    /// Where it is an apostrophe turned round: the character that belongs there.
    pub turned: Option<char>,
    /// What a single mark at the edge of a word is there for, by its form.
    edge: Edge,
    /// Whether it stands by itself, as an arrow does.
    alone: bool,
}

/// A single mark at the edge of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    /// None, or nothing can be said.
    None,
    /// An opening mark before a word.
    Opens,
    /// A closing mark before a word that is not known to be cut short: a mark turned round, or dialect.
    OpensTurned,
    /// A mark after a word that is no possessive by its form.
    Closes,
}

impl Found {
    /// Whether its neighbours alone show that it opens.
    pub fn clearly_opens(&self) -> bool {
        self.open_cost < 0.5 && self.close_cost >= 2.0
    }

    /// Whether its neighbours alone show that it closes.
    pub fn clearly_closes(&self) -> bool {
        self.close_cost < 0.5 && self.open_cost >= 2.0
    }
}

/// Every mark of the newsroom's prose that the language knows, in order.
pub fn collect(document: &Document<'_>, signs: &Signs) -> Vec<Found> {
    let profile = &document.language;
    let quotations = &profile.quotations;
    let known = Known { quotations, rare: &profile.noted().marks };
    let mut folded = String::new();
    let mut found = Vec::new();
    let mut tags = None;
    let blocks = document.blocks.iter().enumerate().filter(|(_, block)| Roles::PROSE.has(block.role()));
    for (index, block) in blocks {
        let prose: &str = &block.prose;
        let mut taken = 0;
        for (at, glyph) in signs.of(known.rare, index, prose) {
            if at < taken {
                continue;
            }
            let (glyph, length) = doubled(quotations, prose, at, glyph);
            taken = at + length;
            let Some(family) = known.family_of(glyph) else { continue };
            if tags.get_or_insert_with(|| Tags::of(document)).hold(index, at) {
                continue;
            }
            let span = ProseSpan::from_range(at..taken);
            let block = narrow(index);
            let mark = judge(
                profile,
                &known,
                &mut folded,
                prose,
                Found {
                    block,
                    span,
                    glyph,
                    family,
                    apostrophe: false,
                    heads_block: !prose.get(..at).is_some_and(|before| before.contains(is_visible)),
                    carries_on: false,
                    after_lost_break: false,
                    open_cost: 0.0,
                    close_cost: 0.0,
                    plain_cost: f32::INFINITY,
                    turned: None,
                    edge: Edge::None,
                    alone: false,
                },
            );
            // Two single marks by themselves may be anything.
            let spare = |mark: Found| Found { plain_cost: mark.plain_cost.min(SPARED), ..mark };
            found.extend(mark.map(|mark| if length > glyph.len_utf8() { spare(mark) } else { mark }));
        }
    }
    spare_dialect(&mut found);
    spare_arrows(&mut found, quotations);
    found
}

/// Marks that stand by themselves are arrows in an article that has no mark they could pair with, unless it is written in a
/// language that quotes with them.
fn spare_arrows(found: &mut [Found], quotations: &Quotations) {
    for pair in quotations.pairs.iter().skip(1).filter(|pair| quotations.arrows.contains(&pair.close)) {
        if !found.iter().any(|mark| mark.glyph == pair.open) {
            found
                .iter_mut()
                .filter(|mark| mark.alone && mark.glyph == pair.close)
                .for_each(|mark| mark.plain_cost = 1.0);
        }
    }
}

/// Closing marks before words are dialect (’ouse) where their paragraph has more of them than marks that could close what they
/// open: then they are apostrophes like others.
fn spare_dialect(found: &mut [Found]) {
    for block in found.chunk_by_mut(|a, b| a.block == b.block) {
        let count = |edge: Edge| block.iter().filter(|mark| mark.edge == edge).count();
        if count(Edge::OpensTurned) + count(Edge::Opens) > count(Edge::Closes) {
            block.iter_mut().filter(|mark| mark.edge == Edge::OpensTurned).for_each(|mark| mark.plain_cost = USUAL);
        }
    }
}

/// The mark that begins at byte `at` and its length in bytes: of two single marks that stand for a double one, both.
fn doubled(quotations: &Quotations, prose: &str, at: usize, glyph: char) -> (char, usize) {
    let length = glyph.len_utf8();
    let known = quotations.doubles.iter().find(|(single, _)| *single == glyph);
    let behind = known.and_then(|_| prose.get(at + length..)).unwrap_or_default();
    match known {
        // Three and more are a rule, or markup.
        Some((_, meant))
            if behind.starts_with(glyph) && !behind.get(length..).is_some_and(|rest| rest.starts_with(glyph)) =>
        {
            (*meant, 2 * length)
        }
        _ => (glyph, length),
    }
}

/// The characters that are marks.
struct Known<'p> {
    quotations: &'p Quotations,
    rare: &'p RareChars,
}

impl Known<'_> {
    /// The family of a mark; nothing for another character.
    fn family_of(&self, glyph: char) -> Option<u8> {
        if !self.rare.stops_at(glyph) {
            return None;
        }
        let families = &self.quotations.families;
        let lookalike = || self.quotations.lookalikes.contains(&glyph).then_some(families.len());
        let index = families.iter().position(|family| family.contains(&glyph)).or_else(lookalike)?;
        u8::try_from(index).ok()
    }
}

/// Fills in the costs of a mark; nothing for one that is part of a word, such as an apostrophe.
fn judge(profile: &Profile, known: &Known<'_>, folded: &mut String, prose: &str, mut mark: Found) -> Option<Found> {
    let quotations = &profile.quotations;
    let before = prose.get(..mark.span.start as usize)?;
    let after = prose.get(mark.span.end as usize..)?;
    let (previous, next) = (before.chars().rfind(|&c| is_visible(c)), after.chars().find(|&c| is_visible(c)));
    let is_mark = |c: char| known.family_of(c).is_some() && !quotations.lookalikes.contains(&c);
    let apostrophe = quotations.apostrophes.contains(&mark.glyph);
    let inside_words = quotations.inside_words.contains(&mark.glyph);
    let is_within = previous.is_some_and(is_word_char) && next.is_some_and(is_word_char);
    let mut abbreviates = false;
    if is_within && quotations.before_last_letter.contains(&mark.glyph) {
        match abbreviation(profile, before, after) {
            Abbreviation::Certain => return None,
            Abbreviation::Possible => abbreviates = true,
            Abbreviation::None => {}
        }
    } else if is_within && inside_words {
        mark.turned = turned_inside(profile, mark.glyph, before, after);
        mark.turned?;
        mark.apostrophe = true;
        mark.plain_cost = 0.0;
        (mark.open_cost, mark.close_cost) = (f32::INFINITY, f32::INFINITY);
        return Some(mark);
    }
    // What may come after a closing mark: punctuation of any kind that does not itself open something.
    let opens = |c: char| matches!(c, '(' | '[' | '{' | '$' | '#' | '@' | '+' | '-') || is_mark(c);
    let is_stop = |c: char| !is_word_char(c) && !c.is_whitespace() && !opens(c);
    mark.after_lost_break = previous.is_some_and(|c| profile.stops.contains(&c)) && next.is_some_and(is_word_char);
    mark.alone = previous.is_none_or(char::is_whitespace) && next.is_none_or(char::is_whitespace);
    mark.open_cost = match previous {
        None => 0.0,
        Some(c) if c.is_whitespace() || matches!(c, '(' | '[' | '{' | '/' | '-' | '\u{2013}' | '\u{2014}') => 0.0,
        Some(c) if is_mark(c) => 0.3,
        Some(c) if is_word_char(c) || quotations.joiners.contains(&c) => {
            let word = before.trim_end_matches(|c| quotations.joiners.contains(&c));
            let word = word.get(word_start(word, word.len())..).unwrap_or_default();
            folded.clear();
            profile.folder.push_folded(word, folded);
            let clitic = profile.clitics.before.contains(folded);
            if clitic { 0.0 } else { 2.5 }
        }
        Some(':' | '=') => 0.2,
        Some(_) => 1.0,
    } + match next {
        None => 4.0,
        Some(c) if c.is_whitespace() => 1.5,
        Some(c) if is_mark(c) => 0.5,
        // An ellipsis may begin a quotation.
        Some('.') if after.starts_with("..") => 0.2,
        Some('\u{2026}') => 0.2,
        Some(c) if is_stop(c) => 2.5,
        Some(_) => 0.0,
    };
    mark.close_cost = match previous {
        None => 4.0,
        Some(c) if c.is_whitespace() => 1.5,
        Some('(' | '[' | '{') => 2.5,
        Some(c) if is_mark(c) => 0.5,
        Some(c) if quotations.joiners.contains(&c) => 2.5,
        Some(_) => 0.0,
    } + match next {
        None => 0.0,
        Some(c) if c.is_whitespace() || is_mark(c) || is_stop(c) || c == '-' => 0.0,
        Some(_) => 2.5,
    };
    // A colon announces speech, whatever space follows it.
    if before.trim_end().ends_with(':') && !before.is_empty() {
        mark.close_cost += 2.0;
    }
    if quotations.lookalikes.contains(&mark.glyph) {
        mark.open_cost = f32::INFINITY;
        mark.plain_cost = if quotations.prime_closes { AGAINST_HABIT } else { 0.0 };
    } else if apostrophe {
        mark.apostrophe = true;
        (mark.plain_cost, mark.turned, mark.edge) = at_word_edge(profile, mark.glyph, previous, after);
    } else if abbreviates {
        mark.plain_cost = 0.3;
    } else if is_named(previous, next) {
        mark.plain_cost = 0.0;
    } else if mark.heads_block && quotations.carried_on_by.contains(&mark.glyph) {
        mark.carries_on = true;
        // Whoever speaks on after a dash, and the space that some put after the mark.
        mark.open_cost = 0.0;
        mark.plain_cost = 2.0;
    } else if let Some(cost) = measure_cost(quotations, before) {
        mark.plain_cost = cost;
        if cost == 0.0 {
            mark.close_cost += 2.5;
        }
    }
    Some(mark)
}

/// What it costs to read two single marks as no quotation mark: less than an orphan.
const SPARED: f32 = 2.0;
/// What it costs to read an apostrophe as an apostrophe.
const USUAL: f32 = 0.1;
/// A reading that is possible and goes against what the language does.
const AGAINST_HABIT: f32 = 3.0;

/// Whether a mark between letters makes an abbreviation.
enum Abbreviation {
    Certain,
    Possible,
    None,
}

/// Reads the word around a mark of [`Quotations::before_last_letter`] that has a letter on both sides. Before the last letter of
/// the word, or before it and an ending, it abbreviates; after a prefix and before a longer word it opens.
fn abbreviation(profile: &Profile, before: &str, after: &str) -> Abbreviation {
    let mut letters = first_word(after).chars();
    letters.next();
    let ending = letters.as_str();
    if ending.is_empty() {
        return Abbreviation::Certain;
    }
    let head = before.get(word_start(before, before.len())..).unwrap_or_default();
    let behind_prefix = profile.clitics.before.contains(&profile.folder.fold(head));
    match (profile.quotations.abbreviation_endings.contains(&profile.folder.fold(ending)), behind_prefix) {
        (true, true) => Abbreviation::Possible,
        (true, false) | (false, false) => Abbreviation::Certain,
        (false, true) => Abbreviation::None,
    }
}

/// What an opening single mark between letters is to be, if the word is a contraction; `None` for a letter of a name.
fn turned_inside(profile: &Profile, glyph: char, before: &str, after: &str) -> Option<char> {
    let quotations = &profile.quotations;
    let looks_alike = |right: &char| {
        *right != glyph && quotations.families.iter().any(|family| family.contains(right) && family.contains(&glyph))
    };
    let apostrophe = quotations.apostrophe.filter(looks_alike)?;
    let head = before.get(word_start(before, before.len())..).unwrap_or_default();
    let tail = first_word(after);
    let is_contraction = quotations.contracted_before.contains(&profile.folder.fold(head))
        || quotations.contracted_after.contains(&profile.folder.fold(tail));
    is_contraction.then_some(apostrophe)
}

/// Whether a character shows, as a letter or as a space; not so signs that only steer how text is laid out.
fn is_visible(c: char) -> bool {
    c.is_ascii() || c.general_category() != GeneralCategory::Format
}

/// The letters and digits with which a text begins.
fn first_word(text: &str) -> &str {
    text.split(|c: char| !is_word_char(c)).next().unwrap_or_default()
}

/// Whether `glyph` is the mark that the apostrophe `right` is confused with: the one that opens what `right` closes.
fn turns(quotations: &Quotations, glyph: char, right: char) -> bool {
    glyph != right && quotations.pairs.iter().any(|pair| pair.open == glyph && pair.close == right)
}

/// What it costs to read a single mark at the edge of a word as no quotation mark, what is to be there if it is an
/// apostrophe turned round, and what it is there for.
fn at_word_edge(profile: &Profile, glyph: char, previous: Option<char>, after: &str) -> (f32, Option<char>, Edge) {
    let quotations = &profile.quotations;
    let Some(right) = quotations.apostrophe else { return (USUAL, None, Edge::None) };
    let word = first_word(after);
    let begins_word = !previous.is_some_and(is_word_char) && !word.is_empty();
    let ends_word = previous.is_some_and(is_word_char) && word.is_empty();
    let is_turned = turns(quotations, glyph, right);
    if begins_word {
        // A year without its century, a word without its beginning.
        let digits = word.chars().take_while(char::is_ascii_digit).count();
        let rest = word.get(digits..).unwrap_or_default();
        let is_decade =
            digits == 2 && (rest.is_empty() || quotations.contracted_after.contains(&profile.folder.fold(rest)));
        let is_clipped = is_decade || quotations.clipped.contains(&profile.folder.fold(word));
        match (is_turned, is_clipped) {
            (true, true) => (1.0, Some(right), Edge::Opens),
            (true, false) => (USUAL, None, Edge::Opens),
            (false, false) if glyph == right && digits == 0 => (AGAINST_HABIT + 0.5, None, Edge::OpensTurned),
            (false, _) => (USUAL, None, Edge::None),
        }
    } else if ends_word && is_turned {
        (AGAINST_HABIT - 0.2, None, Edge::Closes)
    } else {
        let is_possessive =
            previous.is_some_and(|c| quotations.contracted_after.contains(c.encode_utf8(&mut [0; 4]) as &str));
        let closes = !is_possessive && word.is_empty() && previous.is_some_and(|c| !c.is_whitespace());
        (USUAL, None, if closes { Edge::Closes } else { Edge::None })
    }
}

/// Whether a mark alone between brackets is spoken of, not used.
fn is_named(previous: Option<char>, next: Option<char>) -> bool {
    previous.is_some_and(|c| matches!(c, '(' | '[' | '{')) && next.is_some_and(|c| matches!(c, ')' | ']' | '}'))
}

/// What it costs to read a mark as inches or seconds, from the text before it; `None` where no measure ends there. A
/// number of up to three digits, or with a decimal part, may be a measure, longer ones are years; a number after feet
/// or minutes certainly is.
fn measure_cost(quotations: &Quotations, before: &str) -> Option<f32> {
    let rest = before.trim_end_matches(|c: char| c.is_numeric());
    let digits = before.get(rest.len()..)?.chars().count();
    let has_decimals = rest.ends_with(['.', ',', '\u{66b}'])
        && rest.trim_end_matches(['.', ',', '\u{66b}']).ends_with(char::is_numeric);
    let is_foot = |c: char| quotations.apostrophes.contains(&c) || c == '\u{2032}';
    let behind_feet =
        || rest.trim_end().ends_with(is_foot) && rest.trim_end().trim_end_matches(is_foot).ends_with(char::is_numeric);
    match digits {
        1..=2 if behind_feet() => Some(0.0),
        _ if digits > 0 && has_decimals => Some(1.0),
        1..=3 => Some(1.5),
        _ => None,
    }
}
