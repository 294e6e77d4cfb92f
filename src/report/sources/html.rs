//! The list as one page that needs nothing beside it. Every text from outside passes [`markup`].

use std::io;

use super::style_hash::STYLE_HASH;
use super::{Entry, SourcesSum, certainty_key};
use crate::engine::{Quoted, Words};
use crate::report::Ui;
use crate::report::safe::markup;

/// It loads nothing, and its policy forbids all but its style.
const STYLE: &str = include_str!("style.css");

pub fn begin(out: &mut dyn io::Write, ui: &Ui) -> io::Result<()> {
    let (tag, title) = (markup(&ui.tag), markup(ui.say("sources-title")));
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{tag}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n</header>\n<main>",
        ui.direction.as_str(),
    )
}

pub fn end(out: &mut dyn io::Write, sum: &SourcesSum, ui: &Ui) -> io::Result<()> {
    writeln!(out, "</main>\n<footer>\n<p class=\"totals\">{}</p>\n</footer>\n</body>\n</html>", markup(&sum.summed(ui)))
}

pub fn article(out: &mut dyn io::Write, entry: &Entry<'_>, ui: &Ui) -> io::Result<()> {
    if entry.is_empty() {
        return Ok(());
    }
    let language = markup(&entry.sources.language.tag);
    writeln!(
        out,
        "<article class=\"article\">\n<h2><bdi>{}</bdi></h2>\n<p class=\"totals\">{}</p>",
        markup(&entry.name()),
        markup(&entry.sum.counted(ui)),
    )?;
    for quoted in &entry.sources.quotations {
        writeln!(
            out,
            "<section class=\"finding {}\">\n<p class=\"about\">{}</p>\n<p class=\"message\" dir=\"auto\">{}</p>\n<blockquote dir=\"auto\" lang=\"{language}\">{}</blockquote>\n</section>",
            if quoted.certainty.is_some() { "info" } else { "warning" },
            about(entry, quoted, ui),
            speaker(quoted.speaker.as_ref(), ui),
            markup(&quoted.words.text).replace("\\n", "<br>"),
        )?;
    }
    for vague in &entry.sources.vague {
        writeln!(
            out,
            "<section class=\"finding info\">\n<p class=\"about\">{} <span>{}</span></p>\n<p class=\"message\" dir=\"auto\" lang=\"{language}\">{}</p>\n</section>",
            place(entry, vague, ui),
            markup(ui.say("sources-is-vague")),
            markup(&vague.text),
        )?;
    }
    writeln!(out, "</article>")
}

/// Where a quotation stands, how sure it is who speaks, and the words that say so.
fn about(entry: &Entry<'_>, quoted: &Quoted, ui: &Ui) -> String {
    let certainty = markup(ui.say(certainty_key(quoted.certainty)));
    let cue = quoted.cue.as_ref().map_or_else(String::new, |cue| {
        format!(" <span>{} <bdi>{}</bdi></span>", markup(ui.say("sources-cue")), markup(&cue.text))
    });
    format!("{} <span>{certainty}</span>{cue}", place(entry, &quoted.words, ui))
}

fn place(entry: &Entry<'_>, words: &Words, ui: &Ui) -> String {
    let line = entry.source.file_position(words.span.start).line.to_string();
    format!("<b>{}</b>", markup(&ui.fill("sources-at", &[("line", &line)])))
}

fn speaker(words: Option<&Words>, ui: &Ui) -> String {
    words.map_or_else(|| markup(ui.say("sources-no-speaker")), |words| format!("<bdi>{}</bdi>", markup(&words.text)))
}
