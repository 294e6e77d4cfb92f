//! Names of rules and styles as parts of codes.

/// A name in small letters, with hyphens between its words: `FirstPerson` is `first-person`.
pub fn part_of(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut part = String::new();
    for (at, c) in letters.iter().enumerate() {
        let (before, after) = (at.checked_sub(1).and_then(|at| letters.get(at)), letters.get(at + 1));
        let is_small = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_lowercase());
        let begins = c.is_ascii_uppercase()
            && (before.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
                || before.is_some_and(char::is_ascii_uppercase) && is_small(after));
        if (begins || !c.is_ascii_alphanumeric()) && !part.is_empty() && !part.ends_with('-') {
            part.push('-');
        }
        if c.is_ascii_alphanumeric() {
            part.push(c.to_ascii_lowercase());
        }
    }
    let part = part.trim_matches('-');
    if part.is_empty() { "rule".to_owned() } else { part.to_owned() }
}

/// A name that none of those known has.
pub fn unused(name: String, known: &[String]) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !known.contains(name)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_names_are_told_apart() {
        for (name, part) in [
            ("FirstPerson", "first-person"),
            ("AMPM", "ampm"),
            ("HTMLTags", "html-tags"),
            ("E-Prime", "e-prime"),
            ("WordList_CaseSensitive", "word-list-case-sensitive"),
            ("18F", "18-f"),
            ("أسماء", "rule"),
        ] {
            assert_eq!(part_of(name), part);
        }
        assert_eq!(unused("a".into(), &["a".into(), "a-2".into()]), "a-3");
    }
}
