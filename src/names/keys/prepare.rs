//! What becomes of the keys of a rule about names: the tables that finding and comparing names ask.

use std::sync::{Arc, OnceLock};

use super::{Costs, Keys, Ready, SlipRules};
use crate::analysis::Memo;
use crate::language::{Folder, Profile};
use crate::names::groups::Groups;
use crate::names::judgement::Judgement;
use crate::names::lexicon::Lexicon;
use crate::names::name_words::NameWords;
use crate::names::shape::Shape;
use crate::names::word_lists::{Prepared, WordLists, two_letters};
use crate::text::WordSet;
use crate::toml_doc::Node;

/// What the build script made of the word lists of a built-in rule.
#[derive(Debug, Clone, Copy)]
pub struct LaidOut(Node);

impl LaidOut {
    /// The key of a built-in rule under which it stands.
    pub const KEY: &'static str = "prepared";
    /// The keys of the lists that are not needed beside it.
    pub const LISTS: &'static [&'static str] = &["ordinary", "different", "same", "known", "given", "common"];
    /// The other keys that it depends on.
    pub const PARTS: &'static [&'static str] = &["construct", "endings", "place-endings", "prefixes", "articles"];

    /// What the build script wrote.
    #[must_use]
    pub fn new(node: Node) -> Self {
        Self(node)
    }

    /// What became of the lists of these keys; nothing, if the tree is broken.
    fn read(self, keys: &Keys, folder: &Folder) -> Option<Prepared> {
        let set = |node: Node| {
            let (words, slots) = (node.get("words")?.as_str()?, node.get("slots")?.as_bytes()?);
            Some(WordSet::laid_out(words, slots, node.get("len")?.as_number()?))
        };
        let groups = |node: Node| {
            let (starts, groups) = (node.get("starts")?.as_bytes()?, node.get("groups")?.as_bytes()?);
            Some(Groups::laid_out(set(node.get("words")?)?, starts, groups))
        };
        Some(Prepared {
            lexicon: keys.lists().lexicon(folder, set(self.0.get("ordinary")?)?),
            different: groups(self.0.get("different")?)?,
            same: groups(self.0.get("same")?)?,
            listed: set(self.0.get("listed")?)?,
            given: set(self.0.get("given")?)?,
            common: set(self.0.get("common")?)?,
        })
    }
}

impl Keys {
    /// Folds the words and builds the tables. `gazetteers` gives names, each in its spellings; it is asked late, since others may be
    /// reading them, and not at all where the word lists are `laid_out`.
    #[must_use]
    pub fn prepare<'g, G: Iterator<Item = Vec<&'g str>>>(
        &self,
        profile: &Profile,
        laid_out: Option<LaidOut>,
        gazetteers: impl FnOnce() -> G,
    ) -> Ready {
        let folder = &profile.folder;
        let laid_out = laid_out.and_then(|lists| lists.read(self, folder));
        let lists = laid_out.unwrap_or_else(|| self.lists().prepare(profile, gazetteers()));
        let patterns = self.patterns.iter().filter_map(|pair| pair.split_once(' '));
        let patterns = patterns.map(|(one, other)| (folder.fold(one).into(), folder.fold(other).into())).collect();
        let shape = self.shape.as_ref().and_then(|keys| Shape::new(&keys.get_ref().letters, &keys.get_ref().rows));
        let words = NameWords {
            lexicon: Lexicon { patterns, ..lists.lexicon },
            known: lists.same.words().clone(),
            shape,
            least_shape: self.least_shape,
            doubtful_shape: self.doubtful_shape,
            capitals: self.capitals,
            shortest: self.shortest,
            given: lists.given,
            articles: fold_each(folder, &self.articles),
            traits: Memo::default(),
        };
        let judgement = Judgement {
            threshold: self.threshold,
            company: self.company,
            different: lists.different,
            same: lists.same,
            listed: lists.listed,
            tells_names: self.capitals || self.shape.is_some(),
            slips: self.slip_letters.iter().filter_map(|text| two_letters(text.get_ref())).collect(),
            joins: folder.fold_all(&self.joins),
            particles: folder.fold_all(&self.particles),
            before_things: folder.fold_all(&self.before_things),
            name_articles: fold_each(folder, &self.name_articles),
            first_parts: fold_each(folder, &self.first_parts),
            begun: Memo::default(),
            behind_nouns: folder.fold_all(&self.behind_nouns),
        };
        let unmarked = self.unmarked.clone();
        let slips = SlipRules { which: self.slips, shape: self.slip_shape, unmarked, common: lists.common };
        Ready { words, judgement, costs: Costs { letters: Arc::clone(&self.letters), table: OnceLock::new() }, slips }
    }

    /// The word lists.
    fn lists(&self) -> WordLists<'_> {
        fn texts(given: &[String]) -> Vec<&str> {
            given.iter().map(String::as_str).collect()
        }
        WordLists {
            ordinary: self.ordinary.values().map(String::as_str).collect(),
            construct: self.construct.iter().filter_map(|text| two_letters(text.get_ref())).collect(),
            endings: texts(&self.endings),
            place_endings: texts(&self.place_endings),
            prefixes: texts(&self.prefixes),
            articles: texts(&self.articles),
            different: texts(&self.different),
            same: texts(&self.same),
            known: &self.known,
            given: &self.given,
            common: &self.common,
        }
    }
}

fn fold_each(folder: &Folder, texts: &[String]) -> Vec<Box<str>> {
    texts.iter().map(|text| folder.fold(text).into()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::stylebook::gazetteer::Library;
    use crate::rules::{convention_files, gazetteer_files, lean_rule_files, rule_files};
    use crate::testing::languages;

    /// Keys of rules of every kind.
    const HEAD: &[&str] = &["code", "kind", "severity", "default"];
    const PEOPLE: &[&str] = &["message", "fix", "related", "explain", "summary", "example"];

    fn words(set: &WordSet) -> Vec<(&str, Option<u32>)> {
        let mut all: Vec<_> = set.iter().map(|word| (word, set.number_of(word))).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn what_the_build_script_laid_out_is_what_becomes_of_the_rule() {
        let (languages, mut problems, mut compared) = (languages(), Vec::new(), 0);
        let library = Library::new(gazetteer_files, convention_files);
        for (written, lean) in rule_files().iter().zip(lean_rule_files()) {
            let mut lean = lean.parse(&mut problems).take_tables("rule", &mut problems);
            let laid_out = lean.iter_mut().find_map(|rule| rule.take_read(LaidOut::KEY));
            let Some(laid_out) = laid_out.map(LaidOut::new) else { continue };
            let mut root = written.parse(&mut problems);
            let mut rule = root.take_tables("rule", &mut problems).remove(0);
            for part in [HEAD, PEOPLE] {
                drop(rule.split_off(part));
            }
            let keys: Keys = rule.decode(&mut problems).unwrap_or_else(|| panic!("{}: {problems:?}", written.name));
            let profile = languages.get(written.name.split('/').nth(1).unwrap()).unwrap();
            let names = library.gazetteers().iter().flat_map(|gazetteer| gazetteer.names(&profile.tag));
            let (now, then) = (keys.lists().prepare(profile, names), laid_out.read(&keys, &profile.folder).unwrap());
            assert!(now.lexicon.words.len() > 20 && now.same.words().len() > 10);
            for (now, then) in [
                (&now.lexicon.words, &then.lexicon.words),
                (&now.listed, &then.listed),
                (&now.given, &then.given),
                (&now.common, &then.common),
            ] {
                assert_eq!(words(now), words(then), "{}", written.name);
            }
            for (now, then) in [(&now.different, &then.different), (&now.same, &then.same)] {
                assert_eq!(words(now.words()), words(then.words()), "{}", written.name);
                assert_eq!(now.frozen().1, then.frozen().1);
                assert_eq!(now.frozen().2, then.frozen().2);
            }
            compared += 1;
        }
        assert!(compared > 3);
        assert_eq!(problems, []);
    }
}
