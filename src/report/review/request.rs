//! What is asked of a review.

use serde::Deserialize;

/// An article to be reviewed, and how. Unknown members are refused, so that a slip is no silent wish.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewRequest {
    /// The text, as it is stored.
    pub text: String,
    /// The name of its file, which need not be there: it says the format, and which overrides of a configuration hold.
    pub name: Option<String>,
    /// What the text is written in: `text`, `markdown` or `html`, or, of many articles, `jsonl`, `json` or `wxr`. What the name says, if
    /// it is not given, otherwise `text`.
    pub format: Option<String>,
    /// Of a file of many articles, which one to review, as [`Review::records`](super::Review::records) numbers them. If it is not
    /// given, the first one is reviewed, and the review lists all.
    pub record: Option<usize>,
    /// The text of that article as somebody has edited it, if it is not the one in the file.
    pub edited: Option<String>,
    /// The tag of the language in which people are spoken to; English, if it is not given or there are no words in it.
    pub ui: Option<String>,
    /// Which repairs to apply first.
    pub fix: Option<ReviewFix>,
}

/// Which repairs to apply.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "WrittenFix")]
pub enum ReviewFix {
    /// `"safe"`: every one that is beyond doubt, until none is left.
    Safe,
    /// A list: those of the findings with these ids, in one go.
    Findings(Vec<String>),
}

/// Which repairs to apply, as it is written.
#[derive(Deserialize)]
#[serde(untagged, expecting = "`\"safe\"`, or a list of ids of findings")]
enum WrittenFix {
    All(AllSafe),
    Findings(Vec<String>),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum AllSafe {
    Safe,
}

impl From<WrittenFix> for ReviewFix {
    fn from(written: WrittenFix) -> Self {
        match written {
            WrittenFix::All(AllSafe::Safe) => Self::Safe,
            WrittenFix::Findings(ids) => Self::Findings(ids),
        }
    }
}
