//! What an archive is to know of the names of one article.

use super::tally::{Beside, NameFact, NamePlace};
use crate::analysis::Analysis;
use crate::analysis::mentions::{Mentions, Name};

/// Most occurrences of one name whose company is looked at.
const ENOUGH: usize = 6;

/// The names of an article, in order of first occurrence.
pub fn collect(analysis: &Analysis<'_>, mentions: &Mentions<'_>) -> Vec<NameFact> {
    let of = |name: &Name<'_>| NameFact {
        name: name.text.into(),
        written: written(analysis, name),
        beside: beside(analysis, mentions, name),
    };
    mentions.names.iter().filter(|name| !name.places.is_empty() && !mentions.is_tagged(name)).map(of).collect()
}

fn written(analysis: &Analysis<'_>, name: &Name<'_>) -> Vec<(Box<str>, Vec<NamePlace>)> {
    let mut written: Vec<(Box<str>, Vec<NamePlace>)> = Vec::with_capacity(1);
    for place in &name.places {
        let at = analysis.folded().locate(place.start, place.end);
        let Some(block) = analysis.blocks().get(at.block as usize) else { continue };
        let text = block.slice(at.span);
        let place = NamePlace { span: block.locate(at.span), editable: block.editable(at.span).is_some() };
        match written.iter_mut().find(|(known, _)| **known == *text) {
            Some((_, places)) => places.push(place),
            None => written.push((text.into(), vec![place])),
        }
    }
    written
}

/// The words beside a name, function words and the shortest apart.
fn beside(analysis: &Analysis<'_>, mentions: &Mentions<'_>, name: &Name<'_>) -> Vec<Beside> {
    let mut beside = Vec::new();
    let mut add = |form: Option<u32>, left: bool| {
        let Some((text, name)) = form.map(|form| mentions.form(form)) else { return };
        let name = name.and_then(|name| mentions.names.get(name as usize)).map(|name| name.text);
        let is_telling = text.chars().nth(2).is_some() && !analysis.profile().function_words.contains(text);
        if name.is_some() || is_telling {
            let word = Beside::new(name.unwrap_or(text), left, name.is_some());
            if !beside.contains(&word) {
                beside.push(word);
            }
        }
    };
    for place in name.places.iter().take(ENOUGH) {
        add(mentions.left(place.word), true);
        add(mentions.right(place.word), false);
    }
    beside
}
