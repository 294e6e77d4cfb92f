//! What is asked of the words of a document: what stands beside them, between them and before them.

use super::{Case, Gap, Mentions, Name, is_comma, is_hyphen};
use crate::analysis::{Folded, Word};
use crate::language::WordNumber;
use crate::text::narrow;

impl<'t> Mentions<'t> {
    /// What stands between word `index` and the one after it.
    #[must_use]
    pub fn gap(&self, index: u32) -> Gap {
        let (Some(a), Some(b)) = (self.words.get(index as usize), self.words.get(index as usize + 1)) else {
            return Gap::Far;
        };
        let between = self.folded.slice(a.end, b.start);
        if between.contains('\n') {
            Gap::Far
        } else if between.chars().all(|c| c.is_whitespace() || is_hyphen(c)) {
            Gap::Close
        } else if between.chars().all(|c| c.is_whitespace() || is_comma(c)) {
            Gap::Comma
        } else {
            Gap::Far
        }
    }

    /// The form of word `index`.
    #[must_use]
    pub fn form_of(&self, index: u32) -> Option<u32> {
        self.words.types().get(index as usize).copied()
    }

    /// How many forms there are.
    #[must_use]
    pub fn forms(&self) -> u32 {
        narrow(self.forms.len())
    }

    /// The folded text of a form, and the name it is a form of.
    #[must_use]
    pub fn form(&self, form: u32) -> (&'t str, Option<u32>) {
        self.forms.get(form as usize).copied().unwrap_or_default()
    }

    /// The number of a form in the vocabulary of its language.
    #[must_use]
    pub fn number_of(&self, form: u32) -> Option<WordNumber> {
        self.words.number_of(form)
    }

    /// How word `index` is written; nothing where the script has no capital letters.
    #[must_use]
    pub fn case_of(&self, index: u32) -> Option<Case> {
        self.cases.get(index as usize).copied()
    }

    /// Whether word `index` begins with a capital letter, if the script has any.
    fn is_capital(&self, index: u32) -> bool {
        self.case_of(index) != Some(Case::Small)
    }

    /// Whether capital letters show that a name is one: somewhere it has one inside a sentence, or at the start of several.
    /// Where the script has none nothing speaks against it.
    #[must_use]
    pub fn is_shown(&self, name: &Name<'_>) -> bool {
        let has = |case: Case| name.places.iter().filter(move |place| self.case_of(place.word) == Some(case));
        !self.has_capitals() || has(Case::Capital).next().is_some() || has(Case::AtStart).nth(1).is_some()
    }

    /// Whether capital letters tell names from other words.
    #[must_use]
    pub fn has_capitals(&self) -> bool {
        !self.cases.is_empty()
    }

    /// The folded text between the ends of two words.
    #[must_use]
    pub fn between(&self, index: u32, later: u32) -> &'t str {
        match (self.words.get(index as usize), self.words.get(later as usize)) {
            (Some(a), Some(b)) => self.folded.slice(a.end, b.start),
            _ => "",
        }
    }

    /// Whether a word is part of an account's name, of a tag or of an address.
    pub(super) fn is_joined(folded: &Folded, words: &[Word], cases: &[Case], at: usize) -> bool {
        let Some(word) = words.get(at) else { return false };
        if matches!(folded.before(word.start), Some('@' | '#' | '_')) {
            return true;
        }
        let rest = folded.text().get(word.end as usize..).unwrap_or_default();
        let is_address = || {
            // Where a space was lost after a sentence, the next word begins with a capital letter.
            let next = words.get(at + 1).is_some_and(|next| next.start == word.end + 1);
            next && cases.get(at + 1) == Some(&Case::Small)
        };
        rest.starts_with(['@', '_']) || (rest.starts_with('.') && is_address())
    }

    /// Whether a name is part of a tag or an address somewhere, where words are joined by rule.
    #[must_use]
    pub fn is_tagged(&self, name: &Name<'_>) -> bool {
        name.places
            .iter()
            .any(|place| self.folded.before(place.start).is_some_and(|c| matches!(c, '#' | '@' | '_' | '/' | '.')))
    }

    /// The form with this text, if it occurs.
    fn index_of(&self, text: &str) -> Option<u32> {
        self.words.form(text, self.folded)
    }

    /// Whether a form occurs.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.index_of(text).is_some()
    }

    /// Whether a form occurs that is one of the names.
    #[must_use]
    pub fn has_name(&self, text: &str) -> bool {
        self.index_of(text).is_some_and(|form| self.form(form).1.is_some())
    }

    /// The name of a text, if it is one.
    #[must_use]
    pub fn name(&self, text: &str) -> Option<&Name<'t>> {
        let name = self.form(self.index_of(text)?).1?;
        self.names.get(name as usize)
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        narrow(self.words.len())
    }

    /// Whether there are no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The first byte of a word in the folded text, and one past its last one.
    #[must_use]
    pub fn bounds(&self, word: u32) -> Option<(u32, u32)> {
        self.words.get(word as usize).map(|word| (word.start, word.end))
    }

    /// Whether a word is part of an account's name, of a tag or of an address.
    #[must_use]
    pub fn is_tag(&self, word: u32) -> bool {
        Self::is_joined(self.folded, self.words, &self.cases, word as usize)
    }

    /// Whether two forms both occur.
    #[must_use]
    pub fn has_both(&self, first: &str, second: &str) -> bool {
        self.has(first) && self.has(second)
    }

    /// Every pair of neighbouring words whose forms are `first` and `second`: the range of both in the folded text.
    #[must_use]
    pub fn pairs(&self, first: &str, second: &str) -> Vec<(u32, u32)> {
        let (Some(first), Some(second)) = (self.index_of(first), self.index_of(second)) else { return Vec::new() };
        let pairs = self.words.types().windows(2).zip(self.words.windows(2)).zip(0..);
        pairs
            .filter(|((types, _), at)| **types == [first, second] && self.gap(*at) == Gap::Close)
            .filter(|(_, at)| self.is_capital(*at) && (self.is_capital(at + 1) || self.between(*at, at + 1) != " "))
            .filter_map(|((_, words), _)| Some((words.first()?.start, words.get(1)?.end)))
            .collect()
    }

    /// The form of the word before `index`, if the two stand together.
    #[must_use]
    pub fn left(&self, index: u32) -> Option<u32> {
        let before = index.checked_sub(1)?;
        if self.gap(before) == Gap::Close { self.form_of(before) } else { None }
    }

    /// The form of the word after `index`, if the two stand together.
    #[must_use]
    pub fn right(&self, index: u32) -> Option<u32> {
        if self.gap(index) == Gap::Close { self.form_of(index + 1) } else { None }
    }

    /// Whether nothing but a hyphen stands between a word and the one after it.
    #[must_use]
    pub fn is_hyphened(&self, index: u32) -> bool {
        let between = self.between(index, index + 1);
        !between.is_empty() && between.chars().all(is_hyphen)
    }

    /// The word before `index` that may be part of one name with it; an initial between the two is passed over.
    #[must_use]
    pub fn part_before(&self, index: u32) -> Option<u32> {
        let before = index.checked_sub(1)?;
        if self.is_initial(before) {
            let between = self.between(before, index);
            if !between.contains(char::is_whitespace) {
                // A letter with an apostrophe is part of the name itself.
                return (!between.contains('.')).then_some(before);
            }
            if !matches!(between, ". " | " ") {
                return None;
            }
            let further = before.checked_sub(1)?;
            return (self.gap(further) == Gap::Close).then_some(further);
        }
        (self.gap(before) == Gap::Close).then_some(before)
    }

    /// The word after `index` that may be part of one name with it; an initial between the two is passed over.
    #[must_use]
    pub fn part_behind(&self, index: u32) -> Option<u32> {
        if self.gap(index) != Gap::Close {
            return None;
        }
        let behind = index + 1;
        if self.is_initial(behind) && matches!(self.between(behind, behind + 1), ". " | " ") {
            return Some(behind + 1);
        }
        Some(behind)
    }

    /// Whether a word is one capital letter.
    fn is_initial(&self, index: u32) -> bool {
        if self.case_of(index).is_none_or(|case| case == Case::Small) {
            return false;
        }
        let text = self.words.get(index as usize).map_or("", |word| self.folded.slice(word.start, word.end));
        text.chars().nth(1).is_none() && text.chars().all(char::is_alphabetic)
    }
}
