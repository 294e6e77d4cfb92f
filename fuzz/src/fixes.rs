//! Findings, repairs, and what silences them.

use copydesk::diagnostic::{Applicability, Diagnostic};
use copydesk::document::{Article, Format};
use copydesk::engine::{Engine, Pass, Wish};
use copydesk::text::{Edit, Span, apply_edits, edits_are_disjoint};

use super::{ENGINE, source, text_of};

/// Findings are in order, and each place lies in the text on the edges of characters.
pub fn is_sound(text: &str, found: &[Diagnostic]) {
    let inside = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} lies in the text");
    for diagnostic in found {
        inside(diagnostic.span);
        assert!(!diagnostic.span.is_empty(), "{} points at nothing", diagnostic.code);
        diagnostic.related.iter().for_each(|related| inside(related.span));
        let edits: &[Edit] = diagnostic.fix.as_ref().map_or(&[], |fix| fix.edits());
        edits.iter().for_each(|edit| inside(edit.span));
        assert!(edits_are_disjoint(edits), "{}: edits of one repair overlap", diagnostic.code);
    }
    assert!(found.is_sorted_by(|a, b| a.sort_key() <= b.sort_key()), "findings are in order");
}

/// A repaired text is the old one with the edits made, and there is nothing more to repair in it.
pub fn settles(engine: &Engine, text: &str, format: Format, least: Applicability) {
    let article = Article { format, ..Article::new(text) };
    is_sound(text, &engine.check(&article).findings);
    let repair = |article: &Article| engine.examine(article, &Pass::default(), Wish::Repair(least));
    let fixed = repair(&article);
    let mut now = text.to_owned();
    if let Some(repair) = &fixed.repair {
        for edits in &repair.rounds {
            now = apply_edits(&now, edits).expect("edits are disjoint and in order");
        }
        assert_eq!(repair.text, now, "nothing changed but what the edits name");
        assert!(repair.count > 0, "what changed was repaired");
    }
    is_sound(&now, &fixed.findings);
    let again = repair(&article.with_text(now.as_str()));
    assert!(again.repair.is_none(), "a second run repairs something in {now:?}");
    assert_eq!(again.findings, fixed.findings, "what is left is what is found");
}

/// Checking and repairing with every rule. The first byte says what the rest is.
pub fn fixes(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Some(text) = text_of(rest) else { return };
    let format = [Format::Text, Format::Markdown, Format::Html][*first as usize % 3];
    let least = if first & 0x40 == 0 { Applicability::Safe } else { Applicability::Unsafe };
    settles(&ENGINE, text, format, least);
}

/// Comments and front matter that silence findings. What is between the lines is the fuzzer's.
pub fn suppressions(bytes: &[u8]) {
    let Some(said) = text_of(bytes) else { return };
    for text in [
        format!("<!-- copydesk: {said} -->\nRead more: Ten bridges (that changed a city\n\nHe said “wait.\n"),
        format!("---\ncopydesk:\n  ignore: {said}\n---\nHe said “wait for the tide.\n"),
    ] {
        let checked = ENGINE.check(&Article::of(source(&text), Format::Markdown)).findings;
        is_sound(&text, &checked);
    }
}
