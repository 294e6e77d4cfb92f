//! Writes a wanted name where another spelling stood: clitics stay, and meet its article as the language has it.

use crate::language::Merge;

/// What is to stand in place of a clitic and a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The clitic.
    pub clitic: String,
    /// The name after it.
    pub name: String,
}

/// Puts a wanted name after a clitic. `hides_article` says that the clitic had swallowed the article of the spelling
/// that stood there.
#[must_use]
pub fn behind(clitic: &str, hides_article: bool, wanted: &str, merges: &[Merge]) -> Written {
    let merged = merges.iter().find(|merge| *merge.together == *clitic);
    let own = |clitic: &str, name: &str| Written { clitic: clitic.to_owned(), name: name.to_owned() };
    let base = match merged {
        Some(merge) if hides_article => &*merge.before,
        // The article in the clitic is the sentence's: a name with its own does not take a second one.
        Some(merge) => return own(clitic, wanted.strip_prefix(&*merge.article).unwrap_or(wanted)),
        None => clitic,
    };
    for merge in merges {
        if let Some(stem) = wanted.strip_prefix(&*merge.article) {
            if base.ends_with(&*merge.article) {
                return own(base, stem);
            }
            if *merge.before == *base {
                return own(&merge.together, stem);
            }
        }
    }
    own(base, wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clitics_meet_articles() {
        let languages = crate::testing::languages();
        let merges = &languages.get("ar").unwrap().clitics.merges;
        let write = |clitic: &str, hides: bool, wanted: &str| {
            let written = behind(clitic, hides, wanted, merges);
            written.clitic + &written.name
        };
        assert_eq!(write("و", false, "الدنمارك"), "والدنمارك");
        assert_eq!(write("لل", true, "الدنمارك"), "للدنمارك");
        assert_eq!(write("لل", true, "دنمارك"), "لدنمارك");
        assert_eq!(write("ل", false, "الدنمارك"), "للدنمارك");
        assert_eq!(write("ال", false, "الدنمارك"), "الدنمارك");
        assert_eq!(write("لل", false, "كونغرس"), "للكونغرس");
        assert_eq!(write("", false, "الدنمارك"), "الدنمارك");
    }
}
