//! How much of a spelling is looked at, and what an alignment pays.

/// The longest spelling that is compared, in letters.
pub const LONGEST: usize = 24;
/// Letters an alphabet can have; everything else counts as one more letter.
pub const LETTERS: usize = 63;
/// Stands for every character that is not of the alphabet.
pub const OTHER: u8 = LETTERS as u8;
/// What an alignment pays for a difference that adds nothing; more belief makes it cheaper.
pub const SURPRISE: f32 = 7.0;
/// How far apart the same letter may stand in two spellings.
pub const BAND: usize = 4;
/// The least a difference costs an alignment, however common it is.
pub const LEAST: f32 = 0.4;

/// Weights by place: at the start, inside, at the end.
pub type ByPlace = [f32; 3];
