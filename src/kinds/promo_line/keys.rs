//! What a rule on promotional lines says in TOML.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::kinds::phrases::Phrases;

/// The keys of a rule of this kind.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Keys {
    /// Where the promotion is in its block.
    pub place: Place,
    /// Its cues, by weight.
    pub cue: Vec<CueKeys>,
    /// What sets a cue off from what it points at.
    pub delimiters: Vec<String>,
    /// Words and signs of the places a promotion sends the reader to.
    pub channels: Option<Phrases>,
    /// Words directly after a cue that make it the beginning of a sentence: a delimiter further on sets nothing off.
    pub continues: Option<Phrases>,
    /// Stops with which a headline may end too.
    #[serde(default)]
    pub headline_ends: String,
    /// What each sign adds.
    pub weights: Weights,
    /// The least sum of weights that is a promotion.
    pub threshold: f32,
    /// Lines of more words are long.
    pub long: usize,
}

/// Where a promotion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// It is the whole block, and the cue heads it.
    Line,
    /// It is the whole block, and the cue ends it.
    Tail,
    /// It is the whole block, wherever in it the cue stands.
    Anywhere,
    /// It begins inside a paragraph and runs to its end or to that of its sentence, or fills a pair of round brackets there.
    Inline,
    /// It heads a block and runs as far as one channel follows another: a share bar glued to the story.
    Head,
}

/// A group of cues.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CueKeys {
    /// The words, of one language or by language.
    pub phrases: Phrases,
    /// What they add.
    pub weight: f32,
    /// How many words may come before the cue where it heads a line.
    #[serde(default)]
    pub before: usize,
    /// How many headlines below it belong to the cue when it stands alone.
    #[serde(default)]
    pub headlines: usize,
}

/// What each sign adds.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Weights {
    /// A delimiter directly after the cue; directly before it where the cue ends the line.
    pub delimiter: f32,
    /// A delimiter a few words after the cue.
    pub late_delimiter: f32,
    /// The cue is the whole line.
    pub alone: f32,
    /// The line ends without a stop, as headlines do.
    pub headline: f32,
    /// The line is a sentence: a stop at its end, no delimiter directly after the cue, no late one before a channel.
    pub sentence: f32,
    /// The line is long.
    pub long: f32,
    /// A channel is named.
    pub channel: f32,
    /// A sentence or an opening bracket comes directly before the cue.
    #[serde(default)]
    pub boundary: f32,
    /// Another word is written directly onto the end of the cue, as where boxes of a page ran into its text.
    #[serde(default)]
    pub glued: f32,
    /// After the delimiter come no more words than a name has: the line says whose something is.
    #[serde(default)]
    pub credit: f32,
}
