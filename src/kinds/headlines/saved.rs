//! The headlines of an archive as lines of JSON, for a saved tally, in one order, so that equal tallies are equal lines. The
//! struct here is the published shape.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::facts::{Headline, Headlines};
use crate::kinds::collector::{BrokenLine, SavedSum};

/// A headline: its letters, folded, without spaces and signs; the signs after the last letter; and whether its article
/// names it so.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedHeadline<'a> {
    #[serde(borrow)]
    headline: Cow<'a, str>,
    #[serde(borrow)]
    tail: Cow<'a, str>,
    named: bool,
}

impl SavedSum for Headlines {
    fn lines(&self) -> usize {
        self.len()
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for Headline { letters, tail, is_named } in self.sorted() {
            let saved = SavedHeadline { headline: Cow::Borrowed(letters), tail: Cow::Borrowed(tail), named: *is_named };
            serde_json::to_writer(&mut *out, &saved).map_err(io::Error::other)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn read(lines: &mut dyn Iterator<Item = (usize, &[u8])>) -> Result<Self, BrokenLine> {
        let mut headlines = Self::default();
        for (number, line) in lines {
            let read: SavedHeadline<'_> =
                serde_json::from_slice(line).map_err(|error| BrokenLine::damaged(number, &error))?;
            let SavedHeadline { headline, tail, named } = read;
            headlines.add(&Headline { letters: headline.into(), tail: tail.into(), is_named: named });
        }
        Ok(headlines)
    }
}
