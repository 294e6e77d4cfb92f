//! What makes a quotation attributed, and by what it is told.

use crate::analysis::At;

/// What introduces speech.
pub const COLON: [char; 2] = [':', '\u{ff1a}'];
/// What sets a signature off.
pub const DASHES: [char; 4] = ['-', '\u{2013}', '\u{2014}', '\u{2015}'];
/// A signature has no more words.
pub const SIGNATURE: usize = 8;
/// After so many headings in a row nothing belongs together any more.
pub const HEADINGS: usize = 8;
/// How many sentences after a quotation that opens the article may name its speaker.
pub const AHEAD: usize = 2;

/// How a quotation is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// Something in its own sentence.
    Sentence,
    /// A colon or a dash before it.
    Introduction,
    /// A signature after it.
    Signature,
    /// Another sentence of its paragraph.
    Paragraph,
    /// The paragraph before.
    ParagraphBefore,
    /// The next sentence, which carries on.
    Continuation,
    /// It opens the article, and a sentence after it names the speaker.
    LookAhead,
    /// The article as a whole is somebody's words.
    Article,
    /// Words of the reporter in its own paragraph, whatever they are.
    Beside,
    /// A clause set off between its marks.
    Inside,
    /// A name in a line of its own, above or below.
    Line,
}

/// Why a quotation counts as attributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// How it is reached.
    pub via: Via,
    /// The word that does it, where it is one.
    pub cue: Option<At>,
}
