//! Names: how they are found in a document, when two spellings are one name, what a newsroom decided about them, and what
//! an archive comes to. It reports nothing; the checks of `kinds` do.

mod beside;
mod blocking;
mod buckets;
pub mod cluster;
pub mod collect;
mod company;
pub mod compare;
pub mod day;
mod distance;
mod facts;
mod found;
mod groups;
pub mod joined;
mod judgement;
pub mod keys;
mod knowledge;
mod letters;
mod lexicon;
pub mod mentions;
mod name_words;
pub mod saved;
mod shape;
pub mod stored;
pub mod stylebook;
pub mod survey;
mod tally;
mod word_lists;
pub mod words;

pub use beside::Beside;
pub use compare::{Comparison, LetterPair, Needs};
pub use facts::{NameFact, NameFacts, NameList, NameLists, NamePlace};
pub use found::{DocumentNames, FoundNames};
pub use knowledge::Knowledge;
pub use letters::Reason;
pub use survey::{ArchiveSpelling, Cluster};
pub use tally::{Dated, LanguageTally, NameRecord, NameTally, Sample};
