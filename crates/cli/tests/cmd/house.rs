//! Rules of a house over text as it is stored: lines that are wrapped, spaces of all kinds, words in capitals.

use super::files::Desk;

const RULES: &str = r#"
schema = 1
name = "house"
languages = ["en", "ar"]

[[rule]]
code = "house/found"
kind = "existence"
tokens = ["at this point in time", "في غضون ذلك"]
message = "“{match}” says nothing"

[[rule]]
code = "house/swap"
kind = "substitution"
swap = { "fishing boat" = "fishing vessel", "advisor" = "adviser", "prior to" = "before", "الموقع الالكتروني" = "الموقع الإلكتروني" }
message = "we write “{replacement}” for “{match}”"

[[rule]]
code = "house/spelling"
kind = "consistency"
spellings = [["health care", "health-care"]]
message = "one spelling: “{replacement}”"

[[rule]]
code = "house/often"
kind = "occurrence"
tokens = ["of course"]
at-most = 1
message = "“{match}” too often"

[[rule]]
code = "house/row"
kind = "sequence"
words = ["twenty", "per cent"]
replace = "$1 percent"
message = "“{replacement}” is one word"
"#;

/// A desk with these articles under the rules.
fn desk(articles: &[(&str, &str)]) -> Desk {
    let own = [("copydesk.toml", "rule-sets = [\"house.toml\"]\nselect = [\"house\"]\n"), ("house.toml", RULES)];
    Desk::new(&[&own, articles].concat())
}

/// What the repairs make of an article.
fn repaired(name: &str, text: &str) -> String {
    let desk = desk(&[(name, text)]);
    let run = desk.run(&["check", "--fix", "--unsafe-fixes", name]);
    assert!(run.status < Some(2), "{run:?}");
    desk.read(name)
}

#[test]
fn a_phrase_is_found_over_the_end_of_a_wrapped_line() {
    let wrapped = "The harbour master said at this point\nin time that of\ncourse no ship, of course,\nwould sail.\n";
    let desk =
        desk(&[("wrapped.md", wrapped), ("broken.html", "<p>At this point<br>in time</p>\n<p>of</p><p>course</p>")]);
    let run = desk.run(&["check", "--format", "concise"]);
    let found: Vec<&str> = run.out.lines().filter(|line| line.contains("house/")).collect();
    assert_eq!(
        found,
        [
            "wrapped.md:1:25: warning[house/found] “at this point in time” says nothing",
            "wrapped.md:3:17: warning[house/often] “of course” too often"
        ],
        "{run:?}"
    );
}

#[test]
fn a_phrase_is_found_whatever_space_is_in_it() {
    let text = "وفي غضون\u{a0}ذلك غادرت السفينة الميناء.\n\nعاد في  غضون ذلك القارب إلى الرصيف.\n";
    let run = desk(&[("a.txt", text)]).run(&["check", "--format", "concise"]);
    assert_eq!(run.out.matches("house/found").count(), 2, "{run:?}");
}

#[test]
fn a_repair_leaves_the_ends_of_lines_where_they_are() {
    assert_eq!(
        repaired("a.md", "> She came in a fishing\n> boat. Prior\n> to that she had a fishing boat.\n"),
        "> She came in a fishing\n> vessel. Prior\n> to that she had a fishing vessel.\n"
    );
    assert_eq!(
        repaired("b.md", "She had left the harbour prior\nto the storm that came at noon.\n"),
        "She had left the harbour before the storm that came at noon.\n"
    );
    assert_eq!(
        repaired("c.md", "The harbour master said that some twenty per\ncent of them had left.\n"),
        "The harbour master said that some twenty\npercent of them had left.\n"
    );
    assert_eq!(
        repaired(
            "d.md",
            "Health care is not what it was, and health\ncare is dear.\n\nThe health-care of the town is good.\n"
        ),
        "Health care is not what it was, and health\ncare is dear.\n\nThe health care of the town is good.\n"
    );
    assert_eq!(
        repaired(
            "e.html",
            "<p>She came into the harbour in a fishing\n  boat, and he had a fishing&nbsp;boat as well.</p>\n"
        ),
        "<p>She came into the harbour in a fishing\n  vessel, and he had a fishing&nbsp;vessel as well.</p>\n"
    );
    assert_eq!(
        repaired("f.md", "نشرت الوزارة البيان كاملا على الموقع\nالالكتروني مساء أمس.\n"),
        "نشرت الوزارة البيان كاملا على الموقع\nالإلكتروني مساء أمس.\n"
    );
}

#[test]
fn a_pair_that_differs_in_its_spaces_is_about_them() {
    let rules = "schema = 1\nname = \"house\"\nlanguages = [\"en\"]\n[[rule]]\ncode = \"house/space\"\nkind = \"substitution\"\n\
                 swap = { \"40 miles\" = \"40\\u00A0miles\", \"20\\u00A0boats\" = \"20 boats\" }\nmessage = \"the space\"\n";
    let text = "It is 40 miles to the harbour, or 40\u{a0}miles, or 40\nmiles at sea.\n\nHe saw 20\u{a0}boats, and 20 boats, and 20\nboats there.\n";
    let own = [("copydesk.toml", "rule-sets = [\"house.toml\"]\n"), ("house.toml", rules), ("a.md", text)];
    let desk = Desk::new(&own);
    let run = desk.run(&["check", "--select", "house", "--fix", "--unsafe-fixes"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let wanted = "It is 40\u{a0}miles to the harbour, or 40\u{a0}miles, or 40\u{a0}miles at sea.\n\n\
                  He saw 20 boats, and 20 boats, and 20\nboats there.\n";
    assert_eq!(desk.read("a.md"), wanted);
}

#[test]
fn a_word_that_is_put_in_has_the_case_of_the_one_before() {
    assert_eq!(
        repaired("a.md", "# FORMER ADVISOR QUITS\n\nAdvisor Ann Doyle was an advisor to the port.\n"),
        "# FORMER ADVISER QUITS\n\nAdviser Ann Doyle was an adviser to the port.\n"
    );
}

#[test]
fn another_place_is_told_of_in_words() {
    let desk = desk(&[("a.md", "Of course she left.\n\nHe stayed, of course.\n")]);
    let out = desk.run(&["check"]).out;
    assert!(out.contains("line 1, word 1: see here, too\n"), "{out}");
    assert!(desk.run(&["check", "--ui-lang", "ar"]).out.contains("وانظر هنا\n"), "{out}");
}
