//! What a language is: its script, how its letters fold together for matching, its clitics, where its sentences end,
//! how it quotes. All of it is data, read from `rules/<tag>/language.toml`; no language is named in code.

mod calendar;
mod characters;
mod details;
mod detect;
mod fields;
mod fold;
mod genres;
mod hint;
mod known;
mod noted;
mod number_words;
mod page;
mod profile;
mod punctuation;
mod spaces;
mod tables;
mod templates;
mod vocabulary;
#[cfg(test)]
mod worked_out;

pub use calendar::{Calendar, DateOrder, Naming};
pub use details::Details;
pub use fields::{Field, FieldNames, fits};
pub use fold::{FoldAnchor, Folder, each_word, is_number, is_word_char, word_end, word_start};
pub use genres::{Genre, GenreNames};
pub use hint::Hint;
pub use known::Languages;
pub use noted::{Noted, Notes};
pub use number_words::NumberWords;
pub use page::{BlockRole, PageSigns, PageWords, PostAddress, Roles, Sign};
pub use profile::{Clitics, Direction, Localised, Merge, Profile, Quotations, QuotePair, UNDETERMINED};
pub use punctuation::{OwnMark, Punctuation, PunctuationPart};
pub use spaces::{Spaces, SpacesPart, WordEnd};
pub use templates::TemplateNames;
pub use vocabulary::{Reader, Vocabulary, WordNumber, hash_of};
