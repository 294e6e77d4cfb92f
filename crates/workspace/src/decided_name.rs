//! Everything that an editor decides about one name, put into the text of a stylebook.

use copydesk::language::Profile;
use toml_edit::{Item, Table};

use super::decision::{Decision, Verdict};
use super::toml_text::TomlText;

/// A name, and what is decided of the spellings that look like it.
#[derive(Debug, Clone)]
pub struct DecidedName<'d> {
    /// The name as the house writes it.
    pub name: &'d str,
    /// Spellings of it that the house does not want.
    pub same: Vec<&'d str>,
    /// Spellings of other names.
    pub others: Vec<&'d str>,
}

impl DecidedName<'_> {
    /// The text of a stylebook with these decisions about a name of the language `profile`; `None` if `stylebook` is none. An entry
    /// whose name is now an unwanted spelling gets the new one. What stands there already stays as it is.
    #[must_use]
    pub fn written_in(&self, stylebook: &str, profile: &Profile) -> Option<String> {
        let mut text = self.renamed(stylebook, profile)?;
        let same = self.same.iter().map(|spelling| (*spelling, Verdict::Variant));
        let others = self.others.iter().map(|spelling| (*spelling, Verdict::OtherName));
        for (spelling, verdict) in same.chain(others) {
            let decision = Decision { name: self.name, spelling, verdict };
            text = decision.written_in(&text, profile).unwrap_or(text);
        }
        Some(text)
    }

    /// The stylebook, with this name in the entry of one of its spellings, if there is one and the name has no entry.
    fn renamed(&self, stylebook: &str, profile: &Profile) -> Option<String> {
        let mut text = TomlText::read(stylebook).ok()?;
        let Some(names) = text.document.get_mut("name") else { return Some(stylebook.to_owned()) };
        let names = names.as_array_of_tables_mut()?;
        let fold = |text: &str| profile.folder.fold(text);
        let is_for_language = |entry: &Table| {
            entry.get("lang").and_then(Item::as_str).is_none_or(|tag| tag.eq_ignore_ascii_case(&profile.tag))
        };
        let position = |wanted: &dyn Fn(&str) -> bool| {
            names.iter().position(|entry| {
                is_for_language(entry) && entry.get("name").and_then(Item::as_str).is_some_and(|own| wanted(&fold(own)))
            })
        };
        if position(&|own| own == fold(self.name)).is_some() {
            return Some(stylebook.to_owned());
        }
        let at = position(&|own| self.same.iter().any(|spelling| fold(spelling) == own));
        let Some(entry) = at.and_then(|at| names.get_mut(at)) else { return Some(stylebook.to_owned()) };
        if let Some(Item::Value(own)) = entry.get_mut("name") {
            let decor = own.decor().clone();
            *own = self.name.into();
            *own.decor_mut() = decor;
        }
        for key in ["variants", "proposed", "not-same"] {
            let Some(list) = entry.get_mut(key).and_then(Item::as_array_mut) else { continue };
            list.retain(|text| text.as_str().is_none_or(|text| fold(text) != fold(self.name)));
            if list.is_empty() {
                entry.remove(key);
            }
        }
        Some(text.written())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk::language::Languages;
    use copydesk::rules::language_files;

    fn decide(stylebook: &str, name: &str, same: &[&str], others: &[&str]) -> Option<String> {
        let languages = Languages::load(&language_files(), &mut Vec::new()).unwrap();
        let decided = DecidedName { name, same: same.to_vec(), others: others.to_vec() };
        decided.written_in(stylebook, languages.get("en").unwrap())
    }

    #[test]
    fn a_name_gets_one_entry_with_all_that_is_decided() {
        let after = decide("# Ours.\n", "Sokolenko", &["Sokolenco"], &["Sokolenka"]).unwrap();
        assert_eq!(
            after,
            "# Ours.\n\n[[name]]\nname = \"Sokolenko\"\nlang = \"en\"\nvariants = [\"Sokolenco\"]\nnot-same = [\"Sokolenka\"]\n"
        );
        assert_eq!(decide(&after, "Sokolenko", &["Sokolenco"], &["Sokolenka"]), Some(after.clone()), "a second time");
        let other = decide(&after, "Sokolenko", &["Sokolenka"], &["Sokolenco"]).unwrap();
        assert!(
            other.contains("variants = [\"Sokolenka\"]\nnot-same = [\"Sokolenco\"]")
                || other.contains("not-same = [\"Sokolenco\"]\nvariants = [\"Sokolenka\"]"),
            "{other}"
        );
    }

    #[test]
    fn a_proposal_is_renamed_where_the_editor_prefers_another_spelling() {
        let before = "[[name]]\nname = \"Sokolenco\" # the archive's\nproposed = [\"Sokolenko\"]\nnote = \"May\"\n";
        let after = decide(before, "Sokolenko", &["Sokolenco"], &[]).unwrap();
        assert_eq!(
            after,
            "[[name]]\nname = \"Sokolenko\" # the archive's\nnote = \"May\"\nvariants = [\"Sokolenco\"]\n"
        );
    }

    #[test]
    fn what_is_no_stylebook_is_left_alone() {
        assert_eq!(decide("name = 3\n", "Sokolenko", &["Sokolenco"], &[]), None);
        assert_eq!(decide("[[name\n", "Sokolenko", &["Sokolenco"], &[]), None);
        assert_eq!(decide("", "Sokolenko", &[], &[]).as_deref(), Some(""), "nothing is decided");
    }
}
