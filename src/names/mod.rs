//! Names: how they are found in a document, when two spellings are one name, what a newsroom decided about them, and what
//! an archive comes to. It reports nothing; the checks of `kinds` do.

pub mod beside;
pub mod blocking;
pub mod cluster;
pub mod collect;
pub mod company;
pub mod compare;
pub mod distance;
pub mod facts;
pub mod found;
pub mod joined;
pub mod judgement;
pub mod keys;
pub mod knowledge;
pub mod letters;
pub mod lexicon;
pub mod mentions;
pub mod name_words;
pub mod saved;
pub mod shape;
pub mod stored;
pub mod stylebook;
pub mod survey;
pub mod tally;
pub mod words;

pub use beside::Beside;
pub use compare::{Comparison, LetterPair, Needs};
pub use facts::{NameFact, NameFacts, NameList, NameLists, NamePlace};
pub use found::{DocumentNames, FoundNames};
pub use knowledge::Knowledge;
pub use letters::Reason;
pub use survey::{ArchiveSpelling, Cluster};
pub use tally::{LanguageTally, NameRecord, NameTally, Sample};
