//! The list for people at a terminal.

use std::io;

use anstyle::Style;

use super::{Entry, certainty_key};
use crate::engine::{Quoted, Words};
use crate::report::excerpt::middle;
use crate::report::{Look, Ui};

/// Writes an article with its counts, its quotations and its vague sources; nothing of one that has neither.
pub fn article(out: &mut dyn io::Write, entry: &Entry<'_>, ui: &Ui, look: Look) -> io::Result<()> {
    if entry.is_empty() {
        return Ok(());
    }
    let page = Page { ui, look };
    let bold = if look.colour { Style::new().bold() } else { Style::new() };
    writeln!(out, "{bold}{}{bold:#}", page.look.isolated(&entry.name()))?;
    writeln!(out, "  {}", entry.sum.counted(ui))?;
    let line = |words: &Words| entry.source.file_position(words.span.start).line.to_string();
    for quoted in &entry.sources.quotations {
        writeln!(out, "  {}", ui.fill("sources-line", &[("line", &line(&quoted.words)), ("what", &page.who(quoted))]))?;
        writeln!(out, "    {}", page.look.isolated(&middle(&quoted.words.text)))?;
    }
    for vague in &entry.sources.vague {
        writeln!(
            out,
            "  {}",
            ui.fill("sources-line-vague", &[("line", &line(vague)), ("what", &page.look.isolated(&vague.text))])
        )?;
    }
    writeln!(out)
}

struct Page<'p> {
    ui: &'p Ui,
    look: Look,
}

impl Page<'_> {
    /// Who speaks, the words that say so, and how sure that is.
    fn who(&self, quoted: &Quoted) -> String {
        let text = |words: Option<&Words>, none: &str| {
            words.map_or_else(|| self.ui.say(none).to_owned(), |words| self.look.isolated(&words.text))
        };
        match quoted.certainty {
            None => self.ui.say(certainty_key(None)).to_owned(),
            certainty => self.ui.fill(
                "sources-who",
                &[
                    ("speaker", &text(quoted.speaker.as_ref(), "sources-no-speaker")),
                    ("cue", &text(quoted.cue.as_ref(), "sources-no-cue")),
                    ("certainty", self.ui.say(certainty_key(certainty))),
                ],
            ),
        }
    }
}
