//! Two spellings without an article around them: are they one name, and why.

use super::company::Evidence;
use super::distance::{CostTable, Spelling};
use super::joined::are_joined;
use super::keys::Ready;
use super::letters::{Letters, Reader, Reason};
use super::lexicon::Familiarity;
use super::mentions::Name;
use crate::language::Profile;
use crate::text::Few;

/// The answer for two spellings.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Whether they are one name: whether the score is above the threshold.
    pub same: bool,
    /// The log-odds that they are one name (natural logarithm).
    pub score: f32,
    /// The score above which two spellings are one name.
    pub threshold: f32,
    /// What decided.
    pub reason: Reason,
    /// What else an article must show before its check takes the two for one name; nothing if they are not one.
    pub needs: Option<Needs>,
    /// The letters of the two side by side, those they have in common included. Empty if they cannot be aligned.
    pub alignment: Vec<LetterPair>,
}

/// The company that two spellings need to be reported in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// None: they are reported wherever both stand, unless their company speaks against it.
    Nothing,
    /// One stands alone and the other in a full name, or both stand beside the same name.
    Surname,
    /// Both stand beside the same name.
    Partner,
    /// They are not reported in articles.
    Unreported,
}

impl Needs {
    /// What programs call it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Surname => "surname",
            Self::Partner => "partner",
            Self::Unreported => "unreported",
        }
    }
}

/// Letters of two spellings that stand for each other.
#[derive(Debug, Clone, PartialEq)]
pub struct LetterPair {
    /// Letters of the first spelling; empty if it has none here.
    pub a: String,
    /// Letters of the second spelling; empty if it has none here.
    pub b: String,
    /// What the pair adds to the score; 0 for letters in common.
    pub weight: f32,
}

impl Reason {
    /// What programs call it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Slip => "slip",
            Self::Listed => "listed",
            Self::Different => "different",
            Self::Inflection => "inflection",
            Self::Ordinary => "ordinary",
            Self::Letters => "letters",
            Self::Unlike => "unlike",
        }
    }
}

/// Compares two spellings by a rule made ready.
pub fn compare(ready: &Ready, profile: &Profile, a: &str, b: &str) -> Comparison {
    let (a, b) = (Written::new(a, profile), Written::new(b, profile));
    let reader = ready.reader();
    let (score, reason, needs) = if a.words != b.words && are_joined(ready, &a.words, &b.words) {
        (ready.judgement.company.listed, Reason::Slip, Needs::Nothing)
    } else if a.words.len() == b.words.len() {
        part_by_part(ready, reader, profile, &a, &b)
    } else {
        // One word or two, or a particle that only one of them has.
        let joined = [a.words.concat(), b.words.concat()];
        let letters = word_by_word(ready, reader, profile, &joined[0], &joined[1]);
        (letters.score, letters.reason, Needs::Nothing)
    };
    let threshold = ready.judgement.threshold;
    // Spellings too far apart to be weighed get the score of certainly different ones.
    let score = if score.is_finite() { score } else { -ready.judgement.company.listed };
    let alignment = alignment(&ready.costs, &a, &b);
    let same = score > threshold;
    Comparison { same, score, threshold, reason, needs: same.then_some(needs), alignment }
}

/// Names of several words are one if each part is; the least sure part decides, and parts in common speak for it.
fn part_by_part(
    ready: &Ready,
    reader: Reader<'_>,
    profile: &Profile,
    a: &Written,
    b: &Written,
) -> (f32, Reason, Needs) {
    let parts: Vec<Letters> =
        a.words.iter().zip(&b.words).map(|(x, y)| word_by_word(ready, reader, profile, x, y)).collect();
    let weakest = parts.iter().filter(|part| part.reason != Reason::Same).min_by(|a, b| a.score.total_cmp(&b.score));
    let Some(weakest) = weakest else { return (ready.judgement.company.listed, Reason::Same, Needs::Nothing) };
    let company = parts.iter().any(|part| part.reason == Reason::Same);
    let partner = if company { ready.judgement.company.partner } else { 0.0 };
    // Each part that differs has to pass the article's own judgement; a part in common is its company.
    let pairs = || a.words.iter().zip(&b.words).zip(&parts).filter(|(_, part)| part.reason != Reason::Same);
    let needs = pairs().map(|((x, y), _)| needs(ready, reader, profile, (x, y), company)).max();
    (weakest.score + partner, weakest.reason, needs.unwrap_or(Needs::Nothing))
}

/// What an article must show of two words besides their letters. `has_partner` is whether they stand in full names with a
/// part in common.
fn needs(ready: &Ready, reader: Reader<'_>, profile: &Profile, (a, b): (&str, &str), has_partner: bool) -> Needs {
    let skip = |word: &str| ready.words.alone(word, profile).0;
    let (Some(p), Some(q)) = (name(ready, profile, a, skip(a)), name(ready, profile, b, skip(b))) else {
        return Needs::Unreported;
    };
    let (p, q) = (reader.form(&p), reader.form(&q));
    let letters = reader.compare(&p, &q);
    let is_short = |text: &str| text.chars().nth(ready.words.shortest.saturating_sub(1)).is_none();
    if is_short(p.text) || is_short(q.text) || (letters.reason == Reason::Letters && reader.are_forms(&p, &q)) {
        return Needs::Unreported;
    }
    let shortest = p.text.chars().count().min(q.text.chars().count());
    let is_one = |seen: Evidence| ready.judgement.is_one(&letters, seen, shortest, true);
    let are_given = ready.words.capitals && reader.given.contains(p.text) && reader.given.contains(q.text);
    let alone = if are_given { Evidence::of_given_names() } else { Evidence::default() };
    if is_one(alone) || (has_partner && is_one(Evidence::of_a_partner(false))) {
        Needs::Nothing
    } else if !are_given && is_one(Evidence::of_a_surname()) {
        Needs::Surname
    } else if is_one(Evidence::of_a_partner(false)) {
        Needs::Partner
    } else {
        Needs::Unreported
    }
}

fn word_by_word(ready: &Ready, reader: Reader<'_>, profile: &Profile, a: &str, b: &str) -> Letters {
    let company = &ready.judgement.company;
    let settled = Letters::settled;
    let ((skip_a, familiar_a), (skip_b, familiar_b)) = (ready.words.alone(a, profile), ready.words.alone(b, profile));
    let familiar = [familiar_a, familiar_b];
    if a == b {
        let is_name = familiar.contains(&Familiarity::Strange);
        return if is_name {
            settled(Reason::Same, company.listed)
        } else {
            settled(Reason::Ordinary, -company.listed)
        };
    }
    let (Some(p), Some(q)) = (name(ready, profile, a, skip_a), name(ready, profile, b, skip_b)) else {
        return settled(Reason::Unlike, f32::NEG_INFINITY);
    };
    let (p, q) = (reader.form(&p), reader.form(&q));
    let letters = reader.compare(&p, &q);
    match letters.reason {
        Reason::Same => settled(Reason::Inflection, -company.listed),
        Reason::Letters | Reason::Slip => {
            let of = |familiarity: Familiarity| match familiarity {
                Familiarity::Strange => 0.0,
                Familiarity::Inflected => company.alone.inflected,
                Familiarity::Whole => company.alone.ordinary,
            };
            let ordinary: f32 = familiar.into_iter().map(of).sum();
            let forms = if reader.are_forms(&p, &q) { company.alone.forms } else { 0.0 };
            let score = letters.score + ordinary + forms;
            let reason = match letters.score > ready.judgement.threshold && score <= ready.judgement.threshold {
                true if forms < ordinary => Reason::Inflection,
                true => Reason::Ordinary,
                false => letters.reason,
            };
            Letters { score, reason, ..letters }
        }
        _ => letters,
    }
}

/// A word by itself as a name: what is left behind its article, and how else it may be read.
fn name<'w>(ready: &Ready, profile: &Profile, word: &'w str, skip: usize) -> Option<Name<'w>> {
    let other = if skip > 0 { Some(0) } else { ready.words.clitic(word, profile) };
    let text = word.get(skip..)?;
    Some(Name {
        text,
        other: other.and_then(|at| word.get(at..)),
        shape: ready.words.shape_of(text),
        known: ready.words.knows(text),
        places: Few::None,
    })
}

/// A spelling as given, with what it folds to.
struct Written {
    /// Folded words.
    words: Vec<String>,
    /// Every letter of the words as written, with the letters it folds to.
    letters: Vec<(String, String)>,
}

impl Written {
    fn new(text: &str, profile: &Profile) -> Self {
        let mut words = vec![String::new()];
        let mut letters: Vec<(String, String)> = Vec::new();
        for c in text.chars() {
            if c.is_whitespace() || is_hyphen(c) {
                words.push(String::new());
                continue;
            }
            let folded = profile.folder.fold(c.encode_utf8(&mut [0; 4]));
            if let Some(word) = words.last_mut() {
                word.push_str(&folded);
            }
            match letters.last_mut() {
                // A sign that leaves no trace belongs to the letter before it.
                Some((written, _)) if folded.is_empty() => written.push(c),
                _ => letters.push((c.to_string(), folded)),
            }
        }
        words.retain(|word| !word.is_empty());
        Self { words, letters }
    }

    fn spelling(&self, costs: &CostTable) -> Option<Spelling> {
        costs.spelling(&self.words.concat())
    }

    /// Letters as written, for letters `from` to `to` of the folded text.
    fn cut(&self, from: usize, to: usize) -> String {
        let mut at = 0;
        let mut out = String::new();
        for (written, folded) in &self.letters {
            if (from..to).contains(&at) {
                out.push_str(written);
            }
            at += folded.chars().count();
        }
        out
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}')
}

fn alignment(costs: &CostTable, a: &Written, b: &Written) -> Vec<LetterPair> {
    let Some((x, y)) = a.spelling(costs).zip(b.spelling(costs)) else { return Vec::new() };
    let pair = |(p, q, weight): ((usize, usize), (usize, usize), f32)| LetterPair {
        a: a.cut(p.0, p.1),
        b: b.cut(q.0, q.1),
        weight,
    };
    costs.side_by_side(&x, &y).into_iter().map(pair).collect()
}
