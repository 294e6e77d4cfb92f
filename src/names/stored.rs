//! The names of one article as bytes, for a cache: lists of numbers and places, and one text.

use std::borrow::Cow;
use std::sync::Arc;

use super::beside::Beside;
use super::facts::{NameFacts, NameList, NameLists, NamePlace};
use crate::text::{Source, Span};

/// First and last byte of a place, the last not included, and whether it can be written over.
type Place = ((u32, u32), bool);

/// The lists of a [`NameList`]: text, names, written, places, beside; nothing, if the language has no rule for names.
type Lists<'a> = Option<(&'a str, Cow<'a, [[u32; 3]]>, Cow<'a, [[u32; 2]]>, Vec<Place>, Vec<u32>)>;

/// The day and the lists.
type Stored<'a> = (Option<u32>, Lists<'a>);

/// The names of an article as bytes. What the article is called is left out: it may be called otherwise when they are read.
#[must_use]
pub fn to_bytes(facts: &NameFacts) -> Option<Vec<u8>> {
    let lists = facts.names.as_ref().map(NameList::lists);
    let stored: Lists<'_> = lists.as_ref().map(|NameLists { text, names, written, places, beside }| {
        let places = places.iter().map(|at| ((at.span.start, at.span.end), at.editable)).collect();
        let beside = beside.iter().map(|word| word.bits()).collect();
        (&**text, Cow::Borrowed(&**names), Cow::Borrowed(&**written), places, beside)
    });
    postcard::to_stdvec(&(facts.day, stored)).ok()
}

/// The names of the article in `source`, whose language has the tag `language`; nothing, if `bytes` say something that cannot
/// be true of it.
#[must_use]
pub fn from_bytes(bytes: &[u8], source: &Source, language: &Arc<str>) -> Option<NameFacts> {
    let (day, stored): Stored<'_> = postcard::from_bytes(bytes).ok()?;
    let names = match stored {
        Some((text, names, written, places, beside)) => {
            let place = |((start, end), editable): Place| {
                source.text().get(start as usize..end as usize)?;
                Some(NamePlace { span: Span::new(start, end), editable })
            };
            let places = places.into_iter().map(place).collect::<Option<Vec<_>>>()?.into();
            let beside = beside.into_iter().map(Beside::from_bits).collect();
            Some(NameList::of_lists(NameLists { text: Cow::Borrowed(text), names, written, places, beside }))
        }
        None => None,
    };
    let article = source.name_in_archive().into();
    Some(NameFacts { language: Arc::clone(language), article, day, names })
}
