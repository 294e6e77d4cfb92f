//! What an archive is to know of the names of one article.

use super::beside::Beside;
use super::facts::{NameList, NamePlace};
use super::mentions::{Mentions, Name};
use crate::analysis::Analysis;

/// Most occurrences of one name whose company is looked at.
const MAX_OCCURRENCES: usize = 6;

/// The names of an article, in order of first occurrence.
pub fn collect(analysis: &Analysis<'_>, mentions: &Mentions<'_>) -> NameList {
    let mut list = NameList::default();
    let mut written: Vec<(&str, NamePlace)> = Vec::new();
    let mut ways: Vec<&str> = Vec::new();
    for name in mentions.names.iter().filter(|name| !name.places.is_empty() && !mentions.is_tagged(name)) {
        list.add_name(name.text);
        written.clear();
        written.extend(name.places.iter().filter_map(|place| {
            let at = analysis.folded().locate(place.start, place.end);
            let block = analysis.blocks().get(at.block as usize)?;
            let editable = block.editable(at.span).is_some();
            Some((block.slice(at.span), NamePlace { span: block.locate(at.span), editable }))
        }));
        // Each way of writing once, in order of first occurrence: a name has many places, and few ways.
        ways.clear();
        for (text, _) in &written {
            if !ways.contains(text) {
                ways.push(text);
            }
        }
        for way in &ways {
            list.add_written(way, written.iter().filter(|(text, _)| text == way).map(|(_, place)| *place));
        }
        add_beside(analysis, mentions, name, &mut list);
    }
    list.shrink();
    list
}

/// Adds the words beside a name, function words and the shortest apart.
fn add_beside(analysis: &Analysis<'_>, mentions: &Mentions<'_>, name: &Name<'_>, list: &mut NameList) {
    let mut add = |form: Option<u32>, left: bool| {
        let Some((text, name)) = form.map(|form| mentions.form(form)) else { return };
        let name = name.and_then(|name| mentions.names.get(name as usize)).map(|name| name.text);
        let is_telling = text.chars().nth(2).is_some() && !analysis.profile().function_words.contains(text);
        if name.is_some() || is_telling {
            let word = Beside::new(name.unwrap_or(text), left, name.is_some());
            if !list.is_beside(word) {
                list.add_beside(word);
            }
        }
    };
    for place in name.places.iter().take(MAX_OCCURRENCES) {
        add(mentions.left(place.word), true);
        add(mentions.right(place.word), false);
    }
}
