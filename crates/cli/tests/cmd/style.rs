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

/// What an article says after its safe repairs under a style of dates.
fn dated(style: &str, article: &str) -> String {
    let config = format!("[style]\ndates = {{ {style} }}\n");
    let desk = Desk::new(&[("copydesk.toml", &*config), ("a.txt", article)]);
    let run = desk.run(&["check", "--fix", "--select", "text/dates"]);
    assert_eq!(run.err.matches("error").count(), 0, "{run:?}");
    desk.read("a.txt")
}

#[test]
fn months_have_the_names_of_the_house() {
    let article = "عاد الوفد في 12 مارس 2024، وغادر يوم 3 يناير (كانون الثاني)، ويعود بعد حزيران المقبل.\n";
    let as_written = |months: &str| {
        let months: Vec<&str> = months.split('|').collect();
        format!("عاد الوفد في 12 {} 2024، وغادر يوم 3 {}، ويعود بعد {} المقبل.\n", months[0], months[1], months[2])
    };
    assert_eq!(dated("ar = \"levantine\"", article), as_written("آذار|كانون الثاني|حزيران"));
    assert_eq!(dated("ar = \"international\"", article), as_written("مارس|يناير|يونيو"));
    assert_eq!(dated("ar = \"maghrebi\"", article), as_written("مارس|جانفي|جوان"));
    assert_eq!(dated("ar = \"moroccan\"", article), as_written("مارس|يناير|يونيو"));
    let both = "مارس (آذار)|يناير (كانون الثاني)|يونيو (حزيران)";
    assert_eq!(dated("ar = \"international (levantine)\"", article), as_written(both));
    // Where both traditions have one name it is written once.
    assert_eq!(dated("ar = \"maghrebi/international\"", article), as_written("مارس|جانفي/يناير|جوان/يونيو"));
    // A second name of the month is there, with the year glued to it.
    let glued = "عاد الوفد في 12 مارس/آذار2024 وغادر.\n";
    assert_eq!(dated("ar = \"levantine\"", glued), glued);
    // What is right stays, and a style for another language changes nothing.
    assert_eq!(dated("en = \"month-day\"", article), article);
}

#[test]
fn day_and_month_have_the_order_of_the_house() {
    let article = "The ferry sank on Tuesday 12 March 2024 off the coast, on 3 April it was raised.\n";
    let other = "The ferry sank on Tuesday, March 12, 2024, off the coast, on April 3 it was raised.\n";
    assert_eq!(dated("en = \"month-day\"", article), other);
    assert_eq!(dated("en = \"day-month\"", article), article);
    assert_eq!(dated("en = \"month-day\"", other), other);
    // The comma behind the year may belong to the sentence, and what follows a day may be counted by it: nothing is done unasked.
    let unsure = "On March 12, 2024, the ferry sank. By May 12 sailors had left.\n";
    assert_eq!(dated("en = \"day-month\"", unsure), unsure);
    // The stop behind a name that is no abbreviation ends the sentence.
    assert_eq!(
        dated("en = \"month-day\"", "It sank on 12 March. Nobody saw it.\n"),
        "It sank on March 12. Nobody saw it.\n"
    );
    assert_eq!(dated("en = \"day-month\"", "It sank on April 22, 1797.\n"), "It sank on 22 April 1797.\n");
    // The comma that is missing, and the one too many.
    assert_eq!(dated("en = \"month-day\"", "It sank on March 12 2024.\n"), "It sank on March 12, 2024.\n");
    assert_eq!(dated("en = \"day-month\"", "It sank on 12 March, 2024.\n"), "It sank on 12 March 2024.\n");
}

#[test]
fn a_style_of_dates_that_there_is_not_is_said() {
    let said = |style: &str| {
        let config = format!("[style]\ndates = {{ {style} }}\n");
        let desk = Desk::new(&[("copydesk.toml", &*config), ("a.txt", ARTICLE)]);
        let run = desk.run(&["check"]);
        assert_eq!(run.status, Some(2), "{run:?}");
        run.err
    };
    let misspelt = said("ar = \"levantin\"");
    assert!(misspelt.contains("copydesk.toml:2:1") && misspelt.contains("did you mean `levantine`?"), "{misspelt}");
    let unknown = said("ar = \"day-month\"");
    assert!(unknown.contains("known here: international, levantine, maghrebi, moroccan"), "{unknown}");
    let crowded = said("ar = \"levantine/international/maghrebi\"");
    assert!(crowded.contains("two of them as international/levantine"), "{crowded}");
    let without = said("de = \"day-month\"");
    assert!(without.contains("nothing is known of how dates are written in `de`"), "{without}");
    let nowhere = said("xq = \"day-month\"");
    assert!(nowhere.contains("unknown language `xq`"), "{nowhere}");
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
