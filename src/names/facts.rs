//! The names of one article, packed: a run holds those of all its articles until it knows what all of them come to.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::beside::Beside;
use crate::text::{Span, narrow};

/// The names of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameFacts {
    /// The tag of its language.
    pub language: Arc<str>,
    /// The name of the article, as it is shown.
    pub article: Arc<str>,
    /// The day it appeared, as it says itself, written as one number: 20240531.
    pub day: Option<u32>,
    /// Its names, each once; nothing if the language has no rule for names.
    pub names: Option<NameList>,
}

/// Names, in a few lists for all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameList {
    /// Each name, and after it the ways it is written.
    text: String,
    names: Vec<Ends>,
    /// For each way: the ends of its text and of its places.
    written: Vec<[u32; 2]>,
    places: Vec<NamePlace>,
    beside: Vec<Beside>,
}

/// Where what belongs to a name ends: its own text, after which those of the ways it is written follow; these ways; the
/// words beside it.
type Ends = [u32; 3];

/// The lists of a [`NameList`], for what keeps them.
#[derive(Debug, Clone)]
pub struct NameLists<'l> {
    /// Each name, and after it the ways it is written.
    pub text: Cow<'l, str>,
    /// For each name: the ends of its own text, of the ways it is written, and of the words beside it.
    pub names: Cow<'l, [[u32; 3]]>,
    /// For each way: the ends of its text and of its places.
    pub written: Cow<'l, [[u32; 2]]>,
    /// The places.
    pub places: Cow<'l, [NamePlace]>,
    /// The words beside names.
    pub beside: Cow<'l, [Beside]>,
}

/// One place of a name, clitics apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamePlace {
    /// Where, in stored bytes.
    pub span: Span,
    /// Whether it is stored as it reads, so that it can be written over.
    pub editable: bool,
}

/// One name in one article.
#[derive(Debug, Clone, Copy)]
pub struct NameFact<'l> {
    list: &'l NameList,
    before: Ends,
    ends: Ends,
}

impl NameList {
    /// Adds a name, folded and without clitics. What is added next belongs to it.
    pub fn add_name(&mut self, name: &str) {
        self.text.push_str(name);
        let (written, beside) = (narrow(self.written.len()), narrow(self.beside.len()));
        self.names.push([narrow(self.text.len()), written, beside]);
    }

    /// Adds a way in which the last name is written, with the places where it is.
    pub fn add_written(&mut self, text: &str, places: impl IntoIterator<Item = NamePlace>) {
        self.text.push_str(text);
        self.places.extend(places);
        self.written.push([narrow(self.text.len()), narrow(self.places.len())]);
        if let Some([_, written, _]) = self.names.last_mut() {
            *written = narrow(self.written.len());
        }
    }

    /// Adds a word beside the last name.
    pub fn add_beside(&mut self, word: Beside) {
        self.beside.push(word);
        if let Some([_, _, beside]) = self.names.last_mut() {
            *beside = narrow(self.beside.len());
        }
    }

    /// Whether a word stands beside the last name.
    #[must_use]
    pub fn is_beside(&self, word: Beside) -> bool {
        self.iter_from(self.names.len().saturating_sub(1)).any(|last| last.beside().contains(&word))
    }

    /// Gives back the memory that is not needed.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.names.shrink_to_fit();
        self.written.shrink_to_fit();
        self.places.shrink_to_fit();
        self.beside.shrink_to_fit();
    }

    /// Forgets the words beside names, which only a sum of articles needs.
    pub fn forget_company(&mut self) {
        self.beside = Vec::new();
        self.names.iter_mut().for_each(|[_, _, beside]| *beside = 0);
    }

    /// The names, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = NameFact<'_>> {
        self.iter_from(0)
    }

    fn iter_from(&self, first: usize) -> impl Iterator<Item = NameFact<'_>> {
        let names = self.names.iter().enumerate().skip(first);
        names.map(|(index, ends)| {
            let before = index.checked_sub(1).and_then(|index| self.names.get(index)).copied().unwrap_or_default();
            NameFact { list: self, before, ends: *ends }
        })
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The lists as they are.
    #[must_use]
    pub fn lists(&self) -> NameLists<'_> {
        NameLists {
            text: Cow::Borrowed(&self.text),
            names: Cow::Borrowed(&self.names),
            written: Cow::Borrowed(&self.written),
            places: Cow::Borrowed(&self.places),
            beside: Cow::Borrowed(&self.beside),
        }
    }

    /// A list made of lists. Ends that fit nothing give empty texts and no places.
    #[must_use]
    pub fn of_lists(lists: NameLists<'_>) -> Self {
        Self {
            text: lists.text.into_owned(),
            names: lists.names.into_owned(),
            written: lists.written.into_owned(),
            places: lists.places.into_owned(),
            beside: lists.beside.into_owned(),
        }
    }

    /// Where in the text of the list what belongs to a name begins.
    fn text_start(&self, before: Ends) -> u32 {
        let [name, written, _] = before;
        let last = (written as usize).checked_sub(1).and_then(|index| self.written.get(index));
        last.map_or(0, |[end, _]| *end).max(name)
    }
}

impl<'l> NameFact<'l> {
    /// Folded, without clitics.
    #[must_use]
    pub fn name(&self) -> &'l str {
        let [end, _, _] = self.ends;
        slice(&self.list.text, self.list.text_start(self.before)..end)
    }

    /// Where it stands, by the ways it is written.
    pub fn written(&self) -> impl Iterator<Item = (&'l str, &'l [NamePlace])> + use<'l> {
        let list = self.list;
        let ([_, first, _], [mut text_at, last, _]) = (self.before, self.ends);
        let (first, last) = (first as usize, last as usize);
        let mut place_at = first.checked_sub(1).and_then(|index| list.written.get(index)).map_or(0, |[_, end]| *end);
        list.written.get(first..last).unwrap_or_default().iter().map(move |&[text, places]| {
            let form = slice(&list.text, text_at..text);
            let at = list.places.get(place_at as usize..places as usize).unwrap_or_default();
            (text_at, place_at) = (text, places);
            (form, at)
        })
    }

    /// The words beside it.
    #[must_use]
    pub fn beside(&self) -> &'l [Beside] {
        let ([_, _, first], [_, _, last]) = (self.before, self.ends);
        self.list.beside.get(first as usize..last as usize).unwrap_or_default()
    }

    /// How often it occurs.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.written().map(|(_, places)| places.len() as u64).sum()
    }
}

fn slice(text: &str, range: Range<u32>) -> &str {
    text.get(range.start as usize..range.end as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_comes_out_again() {
        let place = |start| NamePlace { span: Span::new(start, start + 3), editable: true };
        let word = |word| Beside::new(word, true, false);
        let mut list = NameList::default();
        list.add_name("anna");
        list.add_written("Anna", [place(0), place(9)]);
        list.add_written("ANNA", [place(20)]);
        list.add_beside(word("dr"));
        list.add_name("bob");
        assert!(!list.is_beside(word("dr")));
        list.add_name("kim");
        list.add_written("Kim", [place(30)]);
        list.add_beside(word("of"));
        assert!(list.is_beside(word("of")));
        let told = |list: &NameList| -> Vec<_> {
            let of = |fact: NameFact<'_>| {
                let written: Vec<_> = fact.written().map(|(text, places)| (text.to_owned(), places.to_vec())).collect();
                (fact.name().to_owned(), written, fact.beside().to_vec(), fact.count())
            };
            list.iter().map(of).collect()
        };
        let anna = vec![("Anna".to_owned(), vec![place(0), place(9)]), ("ANNA".to_owned(), vec![place(20)])];
        let kim = vec![("Kim".to_owned(), vec![place(30)])];
        let expected = [
            ("anna".to_owned(), anna, vec![word("dr")], 3),
            ("bob".to_owned(), vec![], vec![], 0),
            ("kim".to_owned(), kim, vec![word("of")], 1),
        ];
        assert_eq!(told(&list), expected);
        list.shrink();
        assert_eq!(told(&list), expected);
        assert_eq!(told(&NameList::of_lists(list.lists())), expected);
        list.forget_company();
        assert_eq!(told(&list), expected.map(|(name, written, _, count)| (name, written, vec![], count)));
    }
}
