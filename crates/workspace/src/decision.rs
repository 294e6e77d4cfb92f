//! One decision about a name, put into the text of a stylebook. What stands there stays as it is: entries, comments, order.

use copydesk::language::Profile;
use toml_edit::{Array, ArrayOfTables, Item, Table, value};

use super::toml_text::TomlText;

/// The key of unwanted spellings of a name.
const VARIANTS: &str = "variants";
/// The key of spellings that belong to other names.
const OTHERS: &str = "not-same";
/// The key of spellings that nobody has decided on.
const PROPOSED: &str = "proposed";

/// What is decided of a spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the name, and the house does not write it so.
    Variant,
    /// It is another name.
    OtherName,
}

/// A decision of an editor.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'d> {
    /// A name as the house writes it.
    pub name: &'d str,
    /// A spelling that looks like it.
    pub spelling: &'d str,
    /// What is decided of that spelling.
    pub verdict: Verdict,
}

impl Decision<'_> {
    /// The text of a stylebook with this decision about names of the language `profile`; `None` if `stylebook` is none, if it says
    /// so already, or if it says something that this would contradict.
    #[must_use]
    pub fn written_in(&self, stylebook: &str, profile: &Profile) -> Option<String> {
        let mut text = TomlText::read(stylebook).ok()?;
        let document = &mut text.document;
        // What stands behind the last entry would come to stand behind a new one.
        let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
        let names = document.entry("name").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        let names = names.as_array_of_tables_mut()?;
        let before = names.len();
        self.add_to(names, profile)?;
        if let Some(new) = names.get_mut(before).filter(|_| !trailing.trim().is_empty()) {
            new.decor_mut().set_prefix(format!("{trailing}\n"));
            document.set_trailing("");
        }
        Some(text.written())
    }

    fn add_to(&self, names: &mut ArrayOfTables, profile: &Profile) -> Option<()> {
        let fold = |text: &str| profile.folder.fold(text);
        let (name, spelling) = (fold(self.name), fold(self.spelling));
        let is_one = name == spelling;
        if is_one && self.verdict == Verdict::OtherName {
            return None;
        }
        let is_for_language = |entry: &Table| {
            entry.get("lang").and_then(Item::as_str).is_none_or(|tag| tag.eq_ignore_ascii_case(&profile.tag))
        };
        let of = |wanted: &dyn Fn(&str) -> bool| {
            names.iter().position(|entry| {
                is_for_language(entry) && entry.get("name").and_then(Item::as_str).is_some_and(|own| wanted(&fold(own)))
            })
        };
        let own = of(&|own| own == name);
        // In an article a full name is shortened to its last part.
        let whole = of(&|own| own.strip_suffix(&*name).is_some_and(|rest| rest.ends_with(' ')));
        let at = match self.verdict {
            // The house writes it so: an editor has to change that by hand.
            Verdict::Variant if !is_one && of(&|own| own == spelling).is_some() => return None,
            Verdict::Variant => own,
            Verdict::OtherName => own.or(whole),
        };
        let Some(entry) = at.and_then(|at| names.get_mut(at)) else {
            names.push(self.new_entry(profile, is_one));
            return Some(());
        };
        if is_one {
            return None;
        }
        let (key, rest) = match self.verdict {
            Verdict::Variant => (VARIANTS, [OTHERS, PROPOSED]),
            Verdict::OtherName => (OTHERS, [VARIANTS, PROPOSED]),
        };
        let has = |entry: &Table, key: &str| {
            let list = entry.get(key).and_then(Item::as_array);
            list.into_iter().flatten().filter_map(toml_edit::Value::as_str).any(|text| fold(text) == spelling)
        };
        if has(entry, key) {
            return None;
        }
        for key in rest {
            if has(entry, key)
                && let Some(list) = entry.get_mut(key).and_then(Item::as_array_mut)
            {
                let before = list.get(0).map(|first| first.decor().clone());
                list.retain(|text| text.as_str().is_none_or(|text| fold(text) != spelling));
                // What is first now stands where the first one stood.
                match list.get_mut(0).zip(before) {
                    Some((first, before)) => *first.decor_mut() = before,
                    None => drop(entry.remove(key)),
                }
            }
        }
        match entry.get_mut(key).map(Item::as_array_mut) {
            Some(Some(list)) => list.push(self.spelling),
            Some(None) => return None,
            None => drop(entry.insert(key, value(Array::from_iter([self.spelling])))),
        }
        Some(())
    }

    /// An entry of its own. Where the two are one spelling but for signs that the name covers anyway, it lists none.
    fn new_entry(&self, profile: &Profile, is_one: bool) -> Table {
        let mut entry = Table::new();
        entry.insert("name", value(self.name));
        entry.insert("lang", value(&*profile.tag));
        if !is_one {
            let key = if self.verdict == Verdict::Variant { VARIANTS } else { OTHERS };
            entry.insert(key, value(Array::from_iter([self.spelling])));
        }
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk::language::Languages;
    use copydesk::rules::language_files;

    fn decide(stylebook: &str, name: &str, verdict: Verdict, spelling: &str) -> Option<String> {
        let languages = Languages::load(&language_files(), &mut Vec::new()).unwrap();
        Decision { name, spelling, verdict }.written_in(stylebook, languages.get("en").unwrap())
    }

    #[test]
    fn a_new_name_gets_an_entry_at_the_end() {
        let before = "# Ours.\n[[name]]\nname = \"Kowalczyk\" # in May\n";
        let entry =
            |key: &str| format!("{before}\n[[name]]\nname = \"Sokolenko\"\nlang = \"en\"\n{key} = [\"Sokolenco\"]\n");
        for (verdict, key) in [(Verdict::Variant, "variants"), (Verdict::OtherName, "not-same")] {
            assert_eq!(decide(before, "Sokolenko", verdict, "Sokolenco").as_deref(), Some(&*entry(key)));
        }
    }

    #[test]
    fn what_stands_at_the_end_stays_before_a_new_name() {
        for before in ["# Agreed in May.\n", "[[name]]\nname = \"Kowalczyk\"\n\n# To be decided: Zoë.\n"] {
            let after = decide(before, "Sokolenko", Verdict::Variant, "Sokolenco").unwrap();
            let entry = "\n[[name]]\nname = \"Sokolenko\"\nlang = \"en\"\nvariants = [\"Sokolenco\"]\n";
            assert_eq!(after, format!("{before}{entry}"));
        }
    }

    #[test]
    fn an_entry_that_stands_there_takes_the_spelling_from_where_it_was() {
        let before = "[[name]]\nname = \"Sokolenko\"\nproposed = [\"Sokolenco\"]\n";
        let after = decide(before, "Sokolenko", Verdict::Variant, "Sokolenco").unwrap();
        assert_eq!(after, "[[name]]\nname = \"Sokolenko\"\nvariants = [\"Sokolenco\"]\n");
        assert_eq!(decide(&after, "Sokolenko", Verdict::Variant, "Sokolenco"), None, "it says so");
        let other = decide(&after, "Sokolenko", Verdict::OtherName, "Sokolenco").unwrap();
        assert_eq!(other, "[[name]]\nname = \"Sokolenko\"\nnot-same = [\"Sokolenco\"]\n");
    }

    #[test]
    fn a_list_looks_as_before_when_its_first_spelling_goes() {
        let before = "[[name]]\nname = \"Sokolenko\"\nvariants = [\"Sokolenco\", \"Sokolenka\"]\n";
        let after = decide(before, "Sokolenko", Verdict::OtherName, "Sokolenco").unwrap();
        assert!(after.contains("variants = [\"Sokolenka\"]\nnot-same = [\"Sokolenco\"]\n"), "{after}");
    }

    #[test]
    fn what_the_house_says_is_not_contradicted() {
        let house = "[[name]]\nname = \"Sokolenco\"\n";
        assert_eq!(decide(house, "Sokolenko", Verdict::Variant, "Sokolenco"), None);
        assert_eq!(decide("name = 3\n", "Sokolenko", Verdict::Variant, "Sokolenco"), None);
        assert_eq!(decide("[[name\n", "Sokolenko", Verdict::Variant, "Sokolenco"), None);
        let other_language = "[[name]]\nname = \"Sokolenco\"\nlang = \"fr\"\n";
        assert!(decide(other_language, "Sokolenko", Verdict::Variant, "Sokolenco").is_some());
    }

    #[test]
    fn signs_that_a_name_covers_are_not_listed() {
        let after = decide("", "Zoë", Verdict::Variant, "Zoe").unwrap();
        assert_eq!(after, "[[name]]\nname = \"Zoë\"\nlang = \"en\"\n");
        assert_eq!(decide("", "Zoë", Verdict::OtherName, "Zoe"), None);
    }

    #[test]
    fn a_name_shortened_in_an_article_is_known_by_its_whole() {
        let before = "[[name]]\nname = \"Iryna Sokolenko\"\n";
        let after = decide(before, "Sokolenko", Verdict::OtherName, "Sokolenco").unwrap();
        assert_eq!(after, "[[name]]\nname = \"Iryna Sokolenko\"\nnot-same = [\"Sokolenco\"]\n");
    }
}
