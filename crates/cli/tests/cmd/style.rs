//! `[style]` says how a house writes: each key is an option of a rule.

use super::files::Desk;

const ARTICLE: &str =
    "وصل 12 وفدا من ٣ بلدان عام ٢٠٢٤، وعاد الوفد الأول في المساء.\n\nهل يعود الباقون؟ قال الوزير: \"نعم\".\n";

fn lines(config: &str, article: &str) -> Vec<String> {
    let desk = Desk::new(&[("copydesk.toml", config), ("a.txt", article)]);
    let run = desk.run(&["check", "--format", "concise"]);
    assert_eq!(run.err, "", "{run:?}");
    run.out.lines().map(str::to_owned).collect()
}

#[test]
fn nothing_is_said_of_digits_and_marks_without_a_style() {
    assert_eq!(lines("", ARTICLE), Vec::<String>::new());
}

#[test]
fn digits_are_those_of_the_house() {
    let found = lines("[style]\ndigits = \"arabic-indic\"\n", ARTICLE);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("a.txt:1:5: warning[text/digits]"), "{found:?}");
    let found = lines("[style]\ndigits = \"european\"\n", ARTICLE);
    assert_eq!(found.len(), 2, "{found:?}");
    // Two of the three numbers are written with these.
    let found = lines("[style]\ndigits = \"consistent\"\n", ARTICLE);
    assert!(found.len() == 1 && found[0].contains(":1:5:"), "{found:?}");
}

#[test]
fn marks_are_those_of_the_house() {
    let found = lines("[style]\npunctuation = \"latin\"\n", ARTICLE);
    assert_eq!(found.iter().filter(|line| line.contains("[text/foreign-punctuation]")).count(), 2, "{found:?}");
    let found = lines("[style]\nquotation-marks = \"«»\"\n", ARTICLE);
    assert_eq!(found.iter().filter(|line| line.contains("[quotes/house-style]")).count(), 1, "{found:?}");
}

#[test]
fn a_number_of_two_scripts_is_told_once() {
    let found = lines("[style]\ndigits = \"european\"\n", "عُقد المؤتمر عام ٢٠٢2 في المدينة القديمة.\n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("[text/mixed-digits]"), "{found:?}");
    let desk =
        Desk::new(&[("copydesk.toml", "[style]\ndigits = \"european\"\n"), ("a.txt", "عُقد عام ٢٠٢2 في المدينة.\n")]);
    desk.run(&["check", "--fix"]);
    assert_eq!(desk.read("a.txt"), "عُقد عام 2022 في المدينة.\n");
}

#[test]
fn a_folder_may_have_a_style_of_its_own() {
    let desk = Desk::new(&[
        ("copydesk.toml", "[style]\ndigits = \"european\"\n"),
        ("a.txt", ARTICLE),
        ("heritage/copydesk.toml", "extends = \"../copydesk.toml\"\n[style]\ndigits = \"arabic-indic\"\n"),
        ("heritage/a.txt", ARTICLE),
    ]);
    let run = desk.run(&["check", "--format", "concise"]);
    assert!(run.out.contains("a.txt:1:") && run.out.contains("heritage/a.txt:1:5: warning[text/digits]"), "{run:?}");
    assert_eq!(run.out.matches("[text/digits]").count(), 3, "{run:?}");
}

#[test]
fn what_a_style_cannot_be_is_said_at_its_place() {
    let said = |config: &str| {
        let desk = Desk::new(&[("copydesk.toml", config), ("a.txt", ARTICLE)]);
        let run = desk.run(&["check"]);
        assert_eq!(run.status, Some(2), "{run:?}");
        run.err
    };
    let misspelt = said("[style]\ndigit = \"european\"\n");
    assert!(misspelt.contains("copydesk.toml:2:1") && misspelt.contains("did you mean `digits`?"), "{misspelt}");
    let unknown = said("[style]\npunctuation = \"own\"\ndigits = \"roman\"\n");
    assert!(unknown.contains("copydesk.toml:3:1") && unknown.contains("arabic-indic"), "{unknown}");
}
