//! What a run over the gold set counts, how it is written to `scores.toml`, and what counts as having got worse.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The counts of one code in one language.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct CodeScore {
    /// Planted defects of this code.
    pub planted: u32,
    /// Those of them that some finding of the same group overlaps.
    pub found: u32,
    /// Findings of this code that overlap a planted defect of the same group.
    pub right: u32,
    /// Findings of this code that do not.
    pub wrong: u32,
}

/// The counts of one language.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct LanguageScore {
    /// Articles read.
    pub articles: u32,
    /// Traps laid.
    pub traps: u32,
    /// Traps that some wrong finding overlaps.
    pub touched: u32,
    /// By code of the defect, or of the finding.
    pub codes: BTreeMap<String, CodeScore>,
}

/// All counts, by language.
pub type Scores = BTreeMap<String, LanguageScore>;

impl CodeScore {
    fn precision(&self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    fn recall(&self) -> f64 {
        ratio(self.found, self.planted)
    }
}

/// In ten-thousandths, so that a number is the same before and after it was written. Nothing of nothing is all of it.
fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 1.0 } else { (f64::from(part) / f64::from(whole) * 1e4).round() / 1e4 }
}

/// The scores as TOML, in order of language and code.
pub fn write(scores: &Scores) -> String {
    let mut toml = String::from(
        "# What the rules make of the gold set. Precision, recall and the size of the set may not fall, and no more\n\
         # traps may be touched. UPDATE=1 cargo test --test gold rewrites this file.\n",
    );
    for (tag, language) in scores {
        let LanguageScore { articles, traps, touched, codes } = language;
        let _ = write!(toml, "\n[{tag}]\narticles = {articles}\ntraps = {traps}\ntouched = {touched}\n");
        for (code, score) in codes {
            let (precision, recall) = (score.precision(), score.recall());
            let CodeScore { planted, found, right, wrong } = score;
            let _ = write!(
                toml,
                "\n[{tag}.\"{code}\"]\nplanted = {planted}\nfound = {found}\nright = {right}\nwrong = {wrong}\n\
                 precision = {precision:.4}\nrecall = {recall:.4}\n",
            );
        }
    }
    toml
}

/// What got worse since `kept`, the text of `scores.toml`, was written: one line each, empty if nothing did.
///
/// # Errors
/// The file is not TOML.
pub fn worse(scores: &Scores, kept: &str) -> Result<Vec<String>, toml::de::Error> {
    let kept: toml::Table = kept.parse()?;
    let mut worse = Vec::new();
    for tag in scores.keys().filter(|tag| !kept.contains_key(*tag)) {
        worse.push(format!("{tag}: not in scores.toml yet; write it with UPDATE=1"));
    }
    for (tag, kept) in &kept {
        let nothing = LanguageScore::default();
        let now = scores.get(tag).unwrap_or(&nothing);
        let mut compare = |what: &str, now: f64, kept: Option<&toml::Value>, more_is_better: bool| match kept
            .and_then(|kept| kept.as_float().or_else(|| kept.as_integer().map(|whole| whole as f64)))
        {
            Some(kept) if (more_is_better && now >= kept) || (!more_is_better && now <= kept) => {}
            Some(kept) => worse.push(format!("{tag}: {what} is {now}, was {kept}")),
            None => worse.push(format!("{tag}: {what} is not in scores.toml yet; write it with UPDATE=1")),
        };
        compare("articles", f64::from(now.articles), kept.get("articles"), true);
        compare("traps", f64::from(now.traps), kept.get("traps"), true);
        compare("touched", f64::from(now.touched), kept.get("touched"), false);
        let known = kept.as_table().into_iter().flatten().filter(|(_, value)| value.is_table()).map(|(code, _)| code);
        let codes: std::collections::BTreeSet<&String> = now.codes.keys().chain(known).collect();
        for code in codes {
            let nothing = CodeScore::default();
            let now = now.codes.get(code).unwrap_or(&nothing);
            let kept = |key: &str| kept.get(code)?.get(key);
            compare(&format!("{code} planted"), f64::from(now.planted), kept("planted"), true);
            compare(&format!("{code} precision"), now.precision(), kept("precision"), true);
            compare(&format!("{code} recall"), now.recall(), kept("recall"), true);
        }
    }
    Ok(worse)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(touched: u32, score: CodeScore) -> Scores {
        let codes = BTreeMap::from([("g/c".to_owned(), score)]);
        BTreeMap::from([("xx".to_owned(), LanguageScore { articles: 1, traps: 9, touched, codes })])
    }

    const SCORE: CodeScore = CodeScore { planted: 3, found: 2, right: 2, wrong: 1 };

    #[test]
    fn what_was_written_is_not_worse() {
        let now = scores(1, SCORE);
        assert_eq!(worse(&now, &write(&now)).unwrap(), [""; 0]);
    }

    #[test]
    fn every_number_that_falls_is_reported() {
        let kept = write(&scores(1, SCORE));
        let faults = |now: &Scores| worse(now, &kept).unwrap().join("\n");
        assert_eq!(faults(&scores(2, SCORE)), "xx: touched is 2, was 1");
        assert_eq!(faults(&scores(1, CodeScore { found: 1, ..SCORE })), "xx: g/c recall is 0.3333, was 0.6667");
        assert_eq!(faults(&scores(1, CodeScore { wrong: 2, ..SCORE })), "xx: g/c precision is 0.5, was 0.6667");
        assert_eq!(faults(&scores(1, CodeScore { planted: 2, ..SCORE })), "xx: g/c planted is 2, was 3");
        assert!(faults(&Scores::new()).contains("xx: articles is 0, was 1"));
    }

    #[test]
    fn what_is_not_written_yet_is_reported() {
        assert_eq!(worse(&scores(1, SCORE), "").unwrap().len(), 1);
        assert_eq!(worse(&scores(1, SCORE), "[xx]\narticles = 1\ntraps = 9\ntouched = 1\n").unwrap().len(), 3);
    }
}
