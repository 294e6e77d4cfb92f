//! The wanted names of one language with every spelling they cover, ready to be looked up word by word.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::house::{House, Origin, Wanted};
use super::spelled::Spelled;
use crate::language::Profile;
use crate::names::keys::Ready;
use crate::names::words::Words;
use crate::text::narrow;

/// How a spelling came to be covered. The order is that in which they are preferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The wanted spelling itself, or one that folds like it.
    Name,
    /// Listed as a variant.
    Variant,
    /// Words of the name or of a variant written together or apart.
    Joined,
    /// Letters at the end of words that many do not tell apart.
    Slip,
    /// The last word alone, as in the name.
    LastOfName,
    /// The last word alone, as in a variant.
    LastOfVariant,
    /// Like the name, by its letters.
    Nearby,
}

/// A spelling that is looked for. Its first word is the key under which it is found.
#[derive(Debug)]
pub struct Form {
    /// Number of the name.
    pub name: u32,
    /// The words after the first, and what stands between.
    pub spelled: Spelled,
    /// How it is covered.
    pub how: How,
    /// An article at its start that is hidden in what stands before it; the key lacks it then.
    pub hides_article: bool,
}

/// A name that the house decided on.
#[derive(Debug)]
pub struct Name {
    /// The wanted spelling.
    pub text: String,
    /// The same, taken apart.
    pub spelled: Spelled,
    /// Whether spellings near it are covered.
    pub nearby: bool,
    /// Whether a variant of its last word is covered alone.
    pub surname: bool,
    /// Whether it comes from a list that the house adopted, not from the house itself.
    pub adopted: bool,
}

/// The least number of letters of a last word that is known alone, and of a word that another is near to.
pub const LONG: usize = 5;
/// The least letters of each part of a word that is written as two.
const PART: usize = 3;
/// Log-odds from which a pair of letters is confused often enough to be looked for.
const CONFUSED: f32 = 1.5;

/// Everything that is looked for in one language.
#[derive(Debug, Default)]
pub struct Index {
    /// The names.
    pub names: Vec<Name>,
    forms: FxHashMap<Box<str>, Vec<Form>>,
    /// Names and the number of a word, by the consonants that a spelling near the word may have.
    near: FxHashMap<Box<str>, Vec<(u32, u32)>>,
    /// Words of all names the house decided on.
    claimed: FxHashSet<Box<str>>,
    /// First consonants of all keys, one bit each, by the last byte of the letter's code.
    first: [u64; 4],
    /// Few: looking them through is quicker than any table.
    vowels: Vec<char>,
    words: Option<Arc<Words>>,
}

impl Index {
    /// What `house` decided for a language, of whose words `words` tells.
    #[must_use]
    pub fn new(house: &House, profile: &Profile, words: Option<Arc<Words>>) -> Self {
        let wanted = house.wanted(profile);
        let mut index = Self { words: words.clone(), ..Self::default() };
        if wanted.is_empty() {
            return index;
        }
        let ready = words.as_ref().map(|words| words.ready(profile));
        index.vowels = words.iter().flat_map(|words| words.keys().vowels().chars()).collect();
        let spelled: Vec<(Wanted, Spelled)> = wanted
            .into_iter()
            .filter_map(|name| Some((Spelled::new(&name.name, profile)?, name)))
            .map(|(s, n)| (n, s))
            .collect();
        let mut uses: FxHashMap<Box<str>, usize> = FxHashMap::default();
        for (name, spelled) in &spelled {
            for word in &spelled.words {
                *uses.entry(word.clone()).or_default() += 1;
                index.claimed.insert(word.clone());
            }
            let variants = name.variants.iter().filter_map(|variant| Spelled::new(variant, profile));
            index.claimed.extend(variants.flat_map(|variant| variant.words));
        }
        for (name, spelled) in spelled {
            index.add(name, spelled, profile, ready, &uses);
        }
        if let (Some(words), Some(_)) = (&words, ready) {
            let pairs: Vec<_> = words.keys().pairs().filter(|(_, _, weight)| *weight >= CONFUSED).collect();
            index.add_nearby(&pairs);
        }
        index
    }

    /// Whether nothing is looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The words of the language, if anything is known of them.
    pub fn ready(&self, profile: &Profile) -> Option<&Ready> {
        self.words.as_ref().map(|words| words.ready(profile))
    }

    /// The forms that begin with a folded word.
    pub fn forms(&self, word: &str) -> &[Form] {
        self.forms.get(word).map(Vec::as_slice).unwrap_or_default()
    }

    /// Names that have a word which a folded word may be near to: their numbers, and that of the word.
    pub fn candidates(&self, word: &str, buffer: &mut String) -> &[(u32, u32)] {
        buffer.clear();
        skeleton(word, &self.vowels, buffer);
        self.near.get(buffer.as_str()).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a folded word is part of a name or a variant.
    pub fn claims(&self, word: &str) -> bool {
        self.claimed.contains(word)
    }

    /// Whether a word may be the start of a covered spelling; a few instructions that turn nearly all words away.
    #[inline]
    #[must_use]
    pub fn may_start(&self, word: &str) -> bool {
        word.chars().find(|c| !self.vowels.contains(c)).is_none_or(|c| {
            let (byte, bit) = bit_of(c);
            self.first.get(byte).is_some_and(|bits| bits >> bit & 1 == 1)
        })
    }

    fn note_start(&mut self, key: &str) {
        let first = key.chars().find(|c| !self.vowels.contains(c));
        let (byte, bit) = first.map_or((0, 0), bit_of);
        if let Some(bits) = self.first.get_mut(byte).filter(|_| first.is_some()) {
            *bits |= 1 << bit;
        }
    }

    /// Adds one name with the spellings it covers.
    fn add(
        &mut self,
        name: Wanted,
        spelled: Spelled,
        profile: &Profile,
        ready: Option<&Ready>,
        uses: &FxHashMap<Box<str>, usize>,
    ) {
        let number = narrow(self.names.len());
        let is_ordinary = |word: &str| ready.is_some_and(|ready| ready.words.lexicon.has(word, profile));
        let by_house = name.origin == Origin::Stylebook;
        let covers = name.origin != Origin::Convention;
        let is_long = |word: &str| word.chars().nth(LONG - 1).is_some();
        let is_any = |spelled: &Spelled, is: &dyn Fn(&str) -> bool| spelled.words.iter().any(|word| is(word));
        let is_safe = |spelled: &Spelled| spelled.words.len() > 1 || !is_any(spelled, &is_ordinary);
        // What nobody listed is covered only if it is no ordinary word; of a list that many adopt, if it is long, too.
        let is_sure = |spelled: &Spelled| is_safe(spelled) && (by_house || is_any(spelled, &is_long));
        let last = spelled.words.last().cloned().unwrap_or_default();
        let surname = spelled.words.len() > 1
            && is_long(&last)
            && uses.get(&last) == Some(&1)
            && !is_ordinary(&last)
            && (by_house || name.origin == Origin::Gazetteer { surname: true });
        let mut forms: Vec<(Spelled, How)> = Vec::new();
        let variants = name.variants.iter().filter_map(|variant| Spelled::new(variant, profile));
        // A house may list an ordinary word, if it wants to; others may not.
        let variants: Vec<Spelled> = variants.filter(|variant| by_house || is_safe(variant)).collect();
        if covers && is_sure(&spelled) {
            forms.push((spelled.clone(), How::Name));
        }
        forms.extend(variants.iter().map(|variant| (variant.clone(), How::Variant)));
        if covers {
            for one in variants.iter().chain([&spelled]) {
                forms.extend(joined(one).into_iter().filter(|one| is_sure(one)).map(|one| (one, How::Joined)));
                if let Some(ready) = ready {
                    let slips = slips(one, &ready.judgement.slips).into_iter();
                    forms.extend(slips.filter(|one| is_sure(one)).map(|one| (one, How::Slip)));
                    if by_house {
                        let apart = apart(one, |first, second| !is_ordinary(first) || !is_ordinary(second));
                        forms.extend(apart.into_iter().map(|one| (one, How::Joined)));
                    }
                }
            }
        }
        if surname {
            let alone = |word: &str, one: &Spelled| Spelled {
                words: vec![word.into()],
                gaps: Vec::new(),
                trail: Box::default(),
                last: 0..0,
                capital: one.capital,
            };
            forms.push((alone(&last, &spelled), How::LastOfName));
            for variant in variants.iter().filter(|variant| variant.words.len() == spelled.words.len()) {
                let Some(word) = variant.words.last().filter(|word| ***word != *last && is_long(word)) else {
                    continue;
                };
                if !is_ordinary(word) && !uses.contains_key(word) {
                    forms.push((alone(word, variant), How::LastOfVariant));
                }
            }
        }
        for (spelled, how) in forms {
            self.add_form(Form { name: number, spelled, how, hides_article: false }, profile);
        }
        self.names.push(Name { text: name.name, spelled, nearby: covers, surname, adopted: !by_house });
    }

    /// Adds a form; one that begins with an article also as it comes after what swallows the article.
    fn add_form(&mut self, form: Form, profile: &Profile) {
        let Some(first) = form.spelled.words.first().cloned() else { return };
        let stem = profile.clitics.merges.iter().find_map(|merge| first.strip_prefix(&*merge.article));
        let hidden = stem.filter(|stem| stem.chars().nth(PART - 1).is_some()).map(|stem| {
            let form = Form { spelled: form.spelled.with(0, stem), hides_article: true, ..form };
            (Box::<str>::from(stem), form)
        });
        for (key, form) in hidden.into_iter().chain([(first.clone(), form)]) {
            self.note_start(&key);
            let known = self.forms.entry(key).or_default();
            if !known
                .iter()
                .any(|known| known.name == form.name && known.spelled == form.spelled && known.how <= form.how)
            {
                known.push(form);
            }
        }
    }

    fn add_nearby(&mut self, pairs: &[(String, String, f32)]) {
        let mut found: Vec<(Box<str>, (u32, u32))> = Vec::new();
        for (number, name) in (0..).zip(&self.names).filter(|(_, name)| name.nearby) {
            let words = &name.spelled.words;
            let last = words.len().saturating_sub(1);
            for (place, word) in
                words.iter().enumerate().filter(|(place, _)| *place == 0 || (*place == last && name.surname))
            {
                if word.chars().nth(LONG - 1).is_none() {
                    continue;
                }
                let mut add = |word: &str| {
                    let mut key = String::new();
                    skeleton(word, &self.vowels, &mut key);
                    if key.chars().nth(1).is_some() {
                        found.push((key.into(), (number, narrow(place))));
                    }
                };
                add(word);
                for (a, b, _) in pairs {
                    for (from, to) in [(a, b), (b, a)] {
                        if word.contains(from.as_str()) {
                            add(&word.replace(from.as_str(), to));
                            add(&word.replacen(from.as_str(), to, 1));
                        }
                    }
                }
            }
        }
        for (key, place) in found {
            self.note_start(&key);
            let places = self.near.entry(key).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
}

fn bit_of(c: char) -> (usize, u32) {
    let code = u32::from(c) & 255;
    ((code >> 6) as usize, code & 63)
}

/// What two spellings have in common whatever their vowels and doubled letters: the consonants.
fn skeleton(word: &str, vowels: &[char], out: &mut String) {
    for c in word.chars().filter(|c| !vowels.contains(c)) {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
}

/// A spelling with two neighbouring words written as one, in each place, and with all of them written as one.
fn joined(spelled: &Spelled) -> Vec<Spelled> {
    let pairs = spelled.words.len().saturating_sub(1);
    let is_plain = |at: usize| !matches!(spelled.gaps.get(at), Some(super::spelled::Gap::Other(_)) | None);
    let mut all: Vec<Spelled> = (0..pairs).filter(|&at| is_plain(at)).filter_map(|at| spelled.joined(at)).collect();
    if pairs > 1 && (0..pairs).all(is_plain) {
        let whole = (0..pairs).try_fold(spelled.clone(), |one, _| one.joined(0));
        all.extend(whole);
    }
    all
}

/// A spelling with one word written as two, in each place where both parts are long enough and `fit` says so.
fn apart(spelled: &Spelled, fit: impl Fn(&str, &str) -> bool) -> Vec<Spelled> {
    let mut all = Vec::new();
    for (place, word) in spelled.words.iter().enumerate() {
        for (at, _) in word.char_indices().skip(PART) {
            let Some((first, second)) = word.split_at_checked(at) else { continue };
            if second.chars().nth(PART - 1).is_some() && fit(first, second) {
                let mut one = spelled.with(place, first);
                one.words.insert(place + 1, second.into());
                one.gaps.insert(place, super::spelled::Gap::Space);
                all.push(one);
            }
        }
    }
    all
}

/// A spelling with the last letter of one of its words changed for one that many take for it.
fn slips(spelled: &Spelled, slips: &[(char, char)]) -> Vec<Spelled> {
    let mut all = Vec::new();
    for (place, word) in spelled.words.iter().enumerate().filter(|(_, word)| word.chars().nth(PART).is_some()) {
        for &(a, b) in slips {
            for (from, to) in [(a, b), (b, a)] {
                if let Some(stem) = word.strip_suffix(from) {
                    all.push(spelled.with(place, &format!("{stem}{to}")));
                }
            }
        }
    }
    all
}
