//! What a draft finds in an archive, and the draw from it. Each finding gets a number of its own from the seed and from what it says; the
//! lowest numbers are drawn. So the draw is the same in whatever order articles come, takes little memory however many there are, and
//! hardly changes when articles are added.

use std::collections::{BTreeMap, BTreeSet};

use copydesk::text::Problem;

/// How many findings are drawn, and how.
#[derive(Debug, Clone, Copy)]
pub struct Draw {
    /// How many in all.
    pub count: usize,
    /// How many of a code from one article.
    pub per_article: usize,
    /// What decides the numbers.
    pub seed: u32,
}

/// A code and the tag of the language of the words it was found in.
pub type CodeInLanguage = (String, String);

/// What tells a finding from all others: its article, its code, and its words with those around it.
pub type Identity = (String, String, String);

/// A finding as it is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Its code, and the language of its words.
    pub of: CodeInLanguage,
    /// The article.
    pub article: String,
    /// The line of the file it begins on, from 1.
    pub line: u32,
    /// What the rule says.
    pub message: String,
    /// The words found between ⟦ and ⟧, with those around them.
    pub text: String,
    /// What the repair does; empty without one.
    pub repair: String,
    /// The same for people on a terminal.
    pub shown: String,
}

impl Drawn {
    /// What tells it from all others.
    pub fn identity(&self) -> Identity {
        (self.article.clone(), self.of.0.clone(), self.text.clone())
    }
}

/// The findings of a code in one language.
#[derive(Debug, Default)]
pub struct Group {
    /// How many there are.
    pub findings: u64,
    /// In how many articles.
    pub articles: u64,
    /// Those with the lowest numbers. First comes one of each article, then the second ones.
    best: Vec<(usize, u64, Drawn)>,
}

/// What was found in an archive.
#[derive(Debug, Default)]
pub struct Found {
    /// Articles that were read.
    pub articles: u64,
    /// Their words by the tag of the language, as parted by white space.
    pub words: BTreeMap<String, u64>,
    /// The findings.
    pub groups: BTreeMap<CodeInLanguage, Group>,
    /// Those that were looked for and found again.
    pub again: Vec<Drawn>,
    /// What is wrong with articles that cannot be read.
    pub unreadable: Vec<Problem>,
    /// What was not read, and what was kept quiet by whom, a line each.
    pub not_shown: Vec<String>,
}

impl Found {
    /// Adds the findings of one code in one article, each with its number and with what makes a finding of it that is judged.
    pub fn add(&mut self, of: &CodeInLanguage, mut found: Vec<(u64, impl FnOnce() -> Drawn)>, draw: Draw) {
        let group = self.groups.entry(of.clone()).or_default();
        group.findings += found.len() as u64;
        group.articles += 1;
        found.sort_by_key(|(number, _)| *number);
        for (nth, (number, drawn)) in found.into_iter().take(draw.per_article).enumerate() {
            let at = group.best.partition_point(|(other, hash, _)| (*other, *hash) <= (nth, number));
            if at < draw.count {
                group.best.insert(at, (nth, number, drawn()));
                group.best.truncate(draw.count);
            }
        }
    }

    /// The findings drawn, by code and language: as many of each as there are of the others, as far as there are so many.
    pub fn drawn(&self, count: usize) -> Vec<Drawn> {
        let mut taken: Vec<usize> = vec![0; self.groups.len()];
        let mut left = count;
        loop {
            let before = left;
            for (group, taken) in self.groups.values().zip(&mut taken) {
                if left > 0 && *taken < group.best.len() {
                    *taken += 1;
                    left -= 1;
                }
            }
            if left == before {
                break;
            }
        }
        let of_group = |(group, taken): (&Group, usize)| {
            group.best.iter().take(taken).map(|(.., drawn)| drawn.clone()).collect::<Vec<_>>()
        };
        self.groups.values().zip(taken).flat_map(of_group).collect()
    }

    /// Those findings that were looked for and are not among the `drawn`, in order.
    pub fn kept_besides(&self, drawn: &[Drawn]) -> Vec<Drawn> {
        let known: BTreeSet<Identity> = drawn.iter().map(Drawn::identity).collect();
        self.again.iter().filter(|drawn| !known.contains(&drawn.identity())).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use copydesk::text::stable_hash_of;

    use super::*;

    const DRAW: Draw = Draw { count: 6, per_article: 2, seed: 1 };

    /// An archive of some articles, each with so many findings of a code.
    fn found(articles: &[(&str, &str, usize)], draw: Draw) -> Found {
        let mut found = Found::default();
        for (article, code, count) in articles {
            let of = ((*code).to_owned(), "en".to_owned());
            let one = |nth: usize| {
                let text = format!("{article} {nth}");
                let number = stable_hash_of([draw.seed.to_string().as_str(), code, &text]);
                let drawn = Drawn {
                    of: of.clone(),
                    article: (*article).to_owned(),
                    line: 1,
                    message: String::new(),
                    text,
                    repair: String::new(),
                    shown: String::new(),
                };
                (number, move || drawn)
            };
            found.add(&of, (0..*count).map(one).collect(), draw);
        }
        found
    }

    fn texts(found: &Found, count: usize) -> Vec<String> {
        found.drawn(count).into_iter().map(|drawn| drawn.text).collect()
    }

    #[test]
    fn articles_are_drawn_from_evenly_and_none_too_often() {
        let found = found(&[("a", "house/x", 100), ("b", "house/x", 1), ("c", "house/x", 3)], DRAW);
        let articles: Vec<String> = texts(&found, 6).iter().map(|text| text[..1].to_owned()).collect();
        let of = |name: &str| articles.iter().filter(|article| *article == name).count();
        assert_eq!((of("a"), of("b"), of("c")), (2, 1, 2));
        assert_eq!(articles[..3].iter().collect::<BTreeSet<_>>().len(), 3, "one of each comes first: {articles:?}");
        assert_eq!(found.groups.values().map(|group| (group.findings, group.articles)).collect::<Vec<_>>(), [(104, 3)]);
    }

    #[test]
    fn rare_codes_are_not_crowded_out() {
        let mut articles: Vec<(&str, &str, usize)> = vec![("b", "house/rare", 1)];
        let names: Vec<String> = (0..50).map(|number| format!("a{number}")).collect();
        articles.extend(names.iter().map(|name| (name.as_str(), "house/often", 3)));
        let drawn = found(&articles, DRAW).drawn(6);
        let of = |code: &str| drawn.iter().filter(|drawn| drawn.of.0 == code).count();
        assert_eq!((of("house/rare"), of("house/often")), (1, 5));
    }

    #[test]
    fn the_draw_depends_on_the_seed_and_not_on_the_order_of_articles() {
        let names: Vec<String> = (0..40).map(|number| format!("a{number}")).collect();
        let articles: Vec<(&str, &str, usize)> = names.iter().map(|name| (name.as_str(), "house/x", 2)).collect();
        let turned: Vec<_> = articles.iter().rev().copied().collect();
        let drawn = texts(&found(&articles, DRAW), 6);
        assert_eq!(drawn, texts(&found(&turned, DRAW), 6));
        assert_ne!(drawn, texts(&found(&articles, Draw { seed: 2, ..DRAW }), 6));
    }
}
