//! Surveys of more than one step: stylebooks written and written again, tallies saved, merged and used.

use std::fs;

use super::files::Desk;

pub const COMMON: &str = "The talks were opened by Dmitry Kuleshenko.\n\nNobody knew Dmitry Kuleshenko there.\n";
const RARE: &str = "The talks were closed by Dmitry Kuleschenko.\n\nNobody knew Dmitry Kuleschenko there.\n";
const OTHER: &str = "The report names Dmitry Kulishenko. Who sent Dmitry Kulishenko?\n";

/// Five articles in two folders, one of them with another spelling.
fn archive() -> Desk {
    Desk::new(&[
        ("north/a.txt", COMMON),
        ("north/b.txt", COMMON),
        ("north/c.txt", COMMON),
        ("south/d.txt", COMMON),
        ("south/e.txt", RARE),
    ])
}

#[test]
fn a_stylebook_is_proposed_and_an_editor_has_the_last_word() {
    let desk = archive();
    let write = || desk.run(&["names", "--write", "stylebook.toml"]);
    let first = write();
    assert_eq!((first.status, &*first.out), (Some(0), ""), "{first:?}");
    let proposed = "[[name]]\nname = \"Kuleshenko\"\nlang = \"en\"\nproposed = [\"Kuleschenko\"]\n";
    assert_eq!(desk.read("stylebook.toml"), proposed);

    // A proposal has no effect.
    let check = || desk.run(&["check", "--stylebook", "stylebook.toml", "--select", "names/house-style", "south"]);
    assert_eq!(check().status, Some(0));

    // Nothing is new: the file is not touched.
    let stamp = fs::metadata(desk.path("stylebook.toml")).unwrap().modified().unwrap();
    assert_eq!(write().status, Some(0));
    assert_eq!(fs::metadata(desk.path("stylebook.toml")).unwrap().modified().unwrap(), stamp);

    // What an editor wrote stays, to the letter; only what is new is added.
    let decided = "# Our people.\n[[name]]\nname = \"Kuleshenko\"  # her own spelling\nlang = \"en\"\nvariants = [\"Kuleschenko\"]\n\n# The end.\n";
    fs::write(desk.path("stylebook.toml"), decided).unwrap();
    assert_eq!(check().status, Some(1), "an accepted proposal is in force");
    assert_eq!(write().status, Some(0));
    assert_eq!(desk.read("stylebook.toml"), decided);
    fs::write(desk.path("south/f.txt"), OTHER).unwrap();
    let again = write();
    assert!(again.err.contains("Proposed 1 spelling for names in the stylebook."), "{again:?}");
    let added = decided
        .replace("variants = [\"Kuleschenko\"]\n", "variants = [\"Kuleschenko\"]\nproposed = [\"Kulishenko\"]\n");
    assert_eq!(desk.read("stylebook.toml"), added);

    // What was rejected is not proposed again, nor listed.
    let rejected = added.replace("proposed", "not-same");
    fs::write(desk.path("stylebook.toml"), &rejected).unwrap();
    assert_eq!(write().status, Some(0));
    assert_eq!(desk.read("stylebook.toml"), rejected);
    let survey = desk.run(&["names", "--stylebook", "stylebook.toml"]);
    assert!(!survey.out.contains("Kulishenko"), "{survey:?}");
}

#[test]
fn a_faulty_stylebook_is_left_alone() {
    let desk = archive();
    let faulty = "[[name]]\nname = \"Kuleshenko\"\nvariant = []\n";
    fs::write(desk.path("stylebook.toml"), faulty).unwrap();
    let run = desk.run(&["names", "--write", "stylebook.toml"]);
    assert_eq!((run.status, desk.read("stylebook.toml").as_str()), (Some(2), faulty), "{run:?}");
    assert!(run.err.contains("The stylebook is unchanged."), "{run:?}");
}

#[test]
fn shards_add_up_to_the_whole_in_any_order() {
    let desk = archive();
    let save = |folder: &str, name: &str| {
        assert_eq!(desk.run(&["names", folder, "--save-tally", name]).status, Some(0));
    };
    save("north", "north.tally");
    save("south", "south.tally");
    let merge = |tallies: &[&str], sum: &str| {
        let run = desk.run(&[&["names", "merge"], tallies, &["--output", sum]].concat());
        (run.status, run.err)
    };
    assert_eq!(merge(&["north.tally", "south.tally"], "one.tally").0, Some(0));
    assert_eq!(merge(&["south.tally", "north.tally"], "two.tally").0, Some(0));
    let sum = desk.read("one.tally");
    assert_eq!(sum, desk.read("two.tally"));
    let whole = desk.run(&["names", "north", "south", "--format", "json"]);
    let merged = desk.run(&["names", "--tally", "one.tally", "--format", "json"]);
    assert!(whole.out.contains("Kuleschenko"), "{whole:?}");
    assert_eq!(whole.out, merged.out);

    // A part that is in the sum already counts once.
    for tallies in [["north.tally", "one.tally"], ["one.tally", "north.tally"]] {
        let (status, err) = merge(&tallies, "three.tally");
        assert_eq!((status, &*err), (Some(0), "1 part was counted already.\n"));
        assert_eq!(desk.read("three.tally"), sum);
    }
    // Two sums that share a part cannot be taken apart without it.
    fs::create_dir(desk.path("west")).unwrap();
    fs::write(desk.path("west/g.txt"), OTHER).unwrap();
    save("west", "west.tally");
    assert_eq!(merge(&["south.tally", "west.tally"], "other.tally").0, Some(0));
    let (status, err) = merge(&["one.tally", "other.tally"], "four.tally");
    assert_eq!(status, Some(2), "{err}");
    assert!(err.contains("some parts of this tally are counted already"), "{err}");
    assert!(!desk.path("four.tally").exists());
}

#[test]
fn one_article_is_held_to_the_archive() {
    let desk = archive();
    assert_eq!(desk.run(&["names", "--save-tally", "archive.tally"]).status, Some(0));
    fs::write(desk.path("new.txt"), "On Monday the talks with Dmitry Kuleschenko were over.\n").unwrap();
    let check =
        |more: &[&str]| desk.run(&[&["check", "--select", "names/archive", "--format", "concise"], more].concat());
    let alone = check(&["new.txt"]);
    assert_eq!((alone.status, &*alone.out), (Some(0), ""), "one article alone is no archive");
    let held = check(&["--tally", "archive.tally", "--fail-on", "info", "new.txt"]);
    assert_eq!(held.status, Some(1), "{held:?}");
    assert!(
        held.out.starts_with("new.txt:1:33: info[names/archive] “Kuleschenko” is written “Kuleshenko” in 4 articles"),
        "{held:?}"
    );
    let fixed = check(&["--tally", "archive.tally", "--fix", "--unsafe-fixes", "new.txt"]);
    assert_eq!(
        (fixed.status, desk.read("new.txt").as_str()),
        (Some(0), "On Monday the talks with Dmitry Kuleshenko were over.\n"),
        "{fixed:?}"
    );
}

#[test]
fn the_place_that_the_article_s_own_check_reports_is_not_reported_twice() {
    let desk = archive();
    fs::write(desk.path("south/e.txt"), format!("{COMMON}{RARE}")).unwrap();
    let run = desk.run(&[
        "check",
        "--select",
        "names/archive,names/inconsistent",
        "--format",
        "concise",
        "--fail-on",
        "never",
    ]);
    assert!(run.out.contains("names/inconsistent") && !run.out.contains("names/archive"), "{run:?}");
}
