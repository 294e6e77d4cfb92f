//! The pin of a package, put into the text of a configuration. What stands there stays as it is: entries, comments, order.

use copydesk::text::Problem;
use toml_edit::{Array, DocumentMut, InlineTable, Item, TableLike, Value};

use super::toml_text::TomlText;

/// The key that lists rule sets.
const RULE_SETS: &str = "rule-sets";
/// The key that names what is read before.
const EXTENDS: &str = "extends";
/// The key of the path of a package.
const PACKAGE: &str = "package";

/// A package, and what is in it.
#[derive(Debug, Clone, Copy)]
pub struct PackagePin<'p> {
    /// Its path, as a configuration writes it.
    pub path: &'p str,
    /// The version that it says it has.
    pub version: &'p str,
    /// The hash of its content.
    pub sha256: &'p str,
}

/// Where a package is named that no configuration names yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Among the rule sets.
    RuleSets,
    /// As what the configuration extends.
    Extends,
}

impl PackagePin<'_> {
    /// The text of a configuration with this pin. `is_it` tells whether a path that stands there is that of the package. An entry of it
    /// is brought up to date; where there is none, one is put at `place`.
    ///
    /// # Errors
    /// A problem: the text is no TOML, or another thing stands where the pin has to go.
    pub fn written_in(self, text: &str, place: Place, is_it: impl Fn(&str) -> bool) -> Result<String, Problem> {
        let mut text = TomlText::read(text).map_err(|_| Problem::new("the configuration is no TOML"))?;
        let document = &mut text.document;
        let names_it = |table: &dyn TableLike| {
            table.get(PACKAGE).and_then(Item::as_str).is_some_and(|path| path == self.path || is_it(path))
        };
        let mut found = false;
        if let Some(table) = document.get_mut(EXTENDS).and_then(Item::as_table_like_mut)
            && names_it(table)
        {
            self.put_into(table);
            found = true;
        }
        match document.get_mut(RULE_SETS) {
            Some(Item::Value(Value::Array(list))) => {
                for table in list.iter_mut().filter_map(Value::as_inline_table_mut).filter(|table| names_it(*table)) {
                    self.put_into(table);
                    found = true;
                }
            }
            Some(Item::ArrayOfTables(list)) => {
                for table in list.iter_mut().filter(|table| names_it(*table)) {
                    self.put_into(table);
                    found = true;
                }
            }
            _ => {}
        }
        if !found {
            self.add_to(document, place)?;
        }
        Ok(text.written())
    }

    fn add_to(self, document: &mut DocumentMut, place: Place) -> Result<(), Problem> {
        let mut table = InlineTable::new();
        table.insert(PACKAGE, self.path.into());
        self.put_into(&mut table);
        match (place, document.get_mut(if place == Place::Extends { EXTENDS } else { RULE_SETS })) {
            (Place::Extends, None) => drop(document.insert(EXTENDS, Item::Value(Value::InlineTable(table)))),
            (Place::Extends, Some(_)) => {
                let problem = Problem::new("the configuration extends something else already");
                return Err(
                    problem.with_help("it can extend one file or package only: take the line `extends` out first")
                );
            }
            (Place::RuleSets, None) => {
                drop(document.insert(RULE_SETS, Item::Value(Value::Array(Array::from_iter([table])))));
            }
            (Place::RuleSets, Some(Item::Value(Value::Array(list)))) => {
                // One entry to a line stays one entry to a line, and what is said of the last one stays beside it.
                let prefix = list.iter().last().and_then(|last| last.decor().prefix()?.as_str().map(str::to_owned));
                let mut entry = Value::InlineTable(table);
                match prefix.filter(|prefix| prefix.contains('\n')) {
                    Some(prefix) => {
                        let behind = list.trailing().as_str().unwrap_or_default().trim_end().to_owned();
                        entry.decor_mut().set_prefix(format!("{behind}{prefix}"));
                        list.push_formatted(entry);
                        list.set_trailing("\n");
                        list.set_trailing_comma(true);
                    }
                    None => list.push(entry),
                }
            }
            (Place::RuleSets, Some(_)) => {
                return Err(Problem::new("`rule-sets` is no list, so nothing can be added to it"));
            }
        }
        Ok(())
    }

    /// Writes version and hash over those that stand in `table`.
    fn put_into(self, table: &mut dyn TableLike) {
        for (key, text) in [("version", self.version), ("sha256", self.sha256)] {
            match table.get_mut(key) {
                Some(Item::Value(value)) => {
                    let decor = value.decor().clone();
                    *value = text.into();
                    *value.decor_mut() = decor;
                }
                _ => drop(table.insert(key, Item::Value(text.into()))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pinned(text: &str, place: Place) -> Result<String, String> {
        let pin = PackagePin { path: "vendor/daily", version: "1.2.0", sha256: "0a1b" };
        pin.written_in(text, place, |path| path == "./vendor/daily").map_err(|problem| problem.to_string())
    }

    #[test]
    fn a_new_package_is_added_and_nothing_else_changes() {
        let pin = "{ package = \"vendor/daily\", version = \"1.2.0\", sha256 = \"0a1b\" }";
        let rules = |text: &str| pinned(text, Place::RuleSets).unwrap();
        assert_eq!(rules(""), format!("rule-sets = [{pin}]\n"));
        assert_eq!(
            rules("# ours\nrule-sets = [\"house/*.toml\"] # both\n\n[severity]\nads = \"info\"\n"),
            format!("# ours\nrule-sets = [\"house/*.toml\", {pin}] # both\n\n[severity]\nads = \"info\"\n")
        );
        assert_eq!(
            rules("rule-sets = [\n    \"a.toml\",\n    \"b.toml\", # two\n]\n"),
            format!("rule-sets = [\n    \"a.toml\",\n    \"b.toml\", # two\n    {pin},\n]\n")
        );
        assert_eq!(
            pinned("languages = [\"ar\"]\n[severity]\n", Place::Extends).unwrap(),
            format!("languages = [\"ar\"]\nextends = {pin}\n[severity]\n")
        );
    }

    #[test]
    fn the_pin_of_a_known_package_is_brought_up_to_date() {
        let before = "rule-sets = [{ package = \"./vendor/daily\", version = \"1.1.0\", sha256 = \"ff\" }] # house\n";
        let after = "rule-sets = [{ package = \"./vendor/daily\", version = \"1.2.0\", sha256 = \"0a1b\" }] # house\n";
        assert_eq!(pinned(before, Place::RuleSets).as_deref(), Ok(after));
        assert_eq!(pinned(after, Place::Extends).as_deref(), Ok(after), "it is named already");
        let tables = "[[rule-sets]]\npackage = \"vendor/daily\" # theirs\n\n[extends]\npackage = \"vendor/daily\"\n";
        assert_eq!(
            pinned(tables, Place::RuleSets).unwrap(),
            "[[rule-sets]]\npackage = \"vendor/daily\" # theirs\nversion = \"1.2.0\"\nsha256 = \"0a1b\"\n\n\
             [extends]\npackage = \"vendor/daily\"\nversion = \"1.2.0\"\nsha256 = \"0a1b\"\n"
        );
    }

    #[test]
    fn what_has_no_room_for_it_is_said() {
        assert_eq!(pinned("= 1", Place::RuleSets), Err("the configuration is no TOML".to_owned()));
        assert!(pinned("extends = \"base.toml\"", Place::Extends).unwrap_err().contains("something else already"));
        assert!(pinned("rule-sets = \"a.toml\"", Place::RuleSets).unwrap_err().contains("no list"));
    }
}
