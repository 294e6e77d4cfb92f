//! Packages of rules: a folder that others keep, used only while its content is what the configuration says.

use std::fs;
#[cfg(target_os = "linux")]
use std::path::Path;

use serde_json::{Value, json};

use super::editor::{Editor, opened};
use super::files::{Desk, Run};

const HEAD: &str = "schema = 1\nname = \"daily-style\"\nversion = \"1.2.0\"\n";
const RULES: &str = "schema = 1\nname = \"daily/words\"\nlanguages = [\"en\"]\n[[rule]]\ncode = \"daily/plain\"\n\
                     kind = \"substitution\"\nswap = { \"in order to\" = \"to\" }\n\
                     message = \"write “{replacement}”\"\n  [[rule.example]]\n  bad = \"He left ⟦in order to⟧ vote.\"\n";
const CONFIG: &str = "rule-sets = [\"rules/*.toml\"]\n[severity]\n\"daily/plain\" = \"error\"\n";
const ARTICLE: &str = "The council met in order to vote on the new harbour wall.\n";
/// What `sha256sum` says of what `sha256sum` says of `package.toml`, `copydesk.toml` and `rules/words.toml`.
const PACKAGE: [(&str, &str); 3] = [
    ("vendor/daily/package.toml", HEAD),
    ("vendor/daily/rules/words.toml", RULES),
    ("vendor/daily/copydesk.toml", CONFIG),
];

fn desk(config: &str) -> Desk {
    Desk::new(&[PACKAGE.as_slice(), &[("copydesk.toml", config), ("a.txt", ARTICLE)]].concat())
}

fn concise(desk: &Desk) -> Run {
    desk.run(&["check", "--format", "concise", "a.txt"])
}

#[test]
fn a_package_is_pinned_by_a_command_and_then_used() {
    let desk = desk("# ours\nlanguages = [\"en\"]\n");
    let pinned = desk.run(&["package", "pin", "vendor/daily"]);
    assert_eq!(
        (pinned.status, pinned.out.as_str()),
        (Some(0), "Pinned daily-style 1.2.0 (vendor/daily).\n"),
        "{pinned:?}"
    );
    let config = desk.read("copydesk.toml");
    let begins =
        "# ours\nlanguages = [\"en\"]\nrule-sets = [{ package = \"vendor/daily\", version = \"1.2.0\", sha256 = \"";
    assert!(config.starts_with(begins), "{config}");
    let run = concise(&desk);
    assert_eq!((run.status, run.out.as_str()), (Some(1), "a.txt:1:17: warning[daily/plain] write “to”\n"), "{run:?}");
    let sound = desk.run(&["package", "check"]);
    let line = "daily-style 1.2.0 (vendor/daily) is what was pinned.\n";
    assert_eq!((sound.status, sound.out.as_str()), (Some(0), line), "{sound:?}");
    desk.run(&["package", "pin"]);
    assert_eq!(desk.read("copydesk.toml"), config, "nothing has changed");
}

#[test]
fn what_is_not_what_was_pinned_is_not_used_until_somebody_pins_it_again() {
    let desk = desk("");
    desk.run(&["package", "pin", "vendor/daily"]);
    let changes: [&dyn Fn(); 3] = [
        &|| fs::write(desk.path("vendor/daily/rules/words.toml"), RULES.replace("order", "Order")).unwrap(),
        &|| fs::write(desk.path("vendor/daily/rules/more.toml"), "").unwrap(),
        &|| fs::rename(desk.path("vendor/daily/rules"), desk.path("vendor/daily/words")).unwrap(),
    ];
    for change in changes {
        change();
        for command in [["check", "a.txt"], ["package", "check"]] {
            let run = desk.run(&command);
            assert_eq!(run.status, Some(2), "{run:?}");
            assert!(run.err.contains("the package `vendor/daily` is not what was pinned; it is not used"), "{run:?}");
            assert!(run.err.contains("copydesk package pin vendor/daily"), "{run:?}");
            assert!(!run.out.contains("daily"), "{run:?}");
        }
        fs::remove_file(desk.path("vendor/daily/rules/more.toml")).ok();
        assert_eq!(desk.run(&["package", "pin"]).status, Some(0));
        assert_eq!(concise(&desk).out.lines().count(), 1);
    }
}

#[test]
fn a_package_that_is_extended_brings_its_configuration() {
    let desk = desk("ignore = [\"names\"]\n");
    let run = desk.run(&["package", "pin", "--extends", "vendor/daily"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(desk.read("copydesk.toml").contains("\nextends = { package = \"vendor/daily\""));
    assert_eq!(concise(&desk).out, "a.txt:1:17: error[daily/plain] write “to”\n");
    fs::write(desk.path("vendor/daily/copydesk.toml"), "baseline = \"known.toml\"\nstylebook = \"../names.toml\"\n")
        .unwrap();
    fs::write(desk.path("vendor/names.toml"), "schema = 1\n").unwrap();
    desk.run(&["package", "pin"]);
    let run = concise(&desk);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("vendor/daily/copydesk.toml:1:12: a package has no baseline"), "{run:?}");
    assert!(run.err.contains("vendor/daily/copydesk.toml:2:13: the file is outside the project"), "{run:?}");
}

#[test]
fn a_folder_of_ones_own_needs_no_pin() {
    for config in ["rule-sets = [\"vendor/daily/\"]\n", "extends = \"vendor/daily\"\n"] {
        let desk = desk(config);
        // As some systems put one beside each file.
        fs::write(desk.path("vendor/daily/rules/._words.toml"), b"\0\xff").unwrap();
        let run = concise(&desk);
        assert!(run.out.contains("[daily/plain]"), "{config}: {run:?}");
        assert_eq!(run.err, "", "{config}");
    }
}

/// A package beside the project, not in it.
fn outside(pin: &str) -> (Desk, String) {
    let project = [("p/.git/HEAD", ""), ("p/copydesk.toml", pin), ("p/a.txt", ARTICLE)];
    let desk = Desk::new(&[PACKAGE.as_slice(), &project].concat());
    let folder = desk.path("vendor/daily").canonicalize().unwrap().to_str().unwrap().to_owned();
    (desk, folder)
}

#[test]
fn a_package_installed_elsewhere_is_used_by_its_pin_alone() {
    let (desk, folder) = outside("");
    let check = |desk: &Desk| desk.run(&["check", "--format", "concise", "p"]);
    for config in ["rule-sets = [\"FOLDER\"]", "extends = \"FOLDER\"", "rule-sets = [{ package = \"FOLDER\" }]"] {
        for named in [folder.as_str(), "../vendor/daily"] {
            fs::write(desk.path("p/copydesk.toml"), config.replace("FOLDER", named)).unwrap();
            let run = check(&desk);
            assert_eq!(run.status, Some(2), "{config}: {run:?}");
            assert!(!run.out.contains("daily"), "{config}: {run:?}");
        }
    }
    fs::write(desk.path("p/copydesk.toml"), "").unwrap();
    let pinned = desk.run(&["package", "pin", "--config", "p/copydesk.toml", "vendor/daily"]);
    assert_eq!(pinned.out, "Pinned daily-style 1.2.0 (../vendor/daily).\n", "{pinned:?}");
    assert!(check(&desk).out.contains("warning[daily/plain]"));
    desk.run(&["package", "pin", "--config", "p/copydesk.toml", &folder]);
    assert_eq!(desk.read("p/copydesk.toml").matches("package").count(), 1, "it is one package, however it is named");
}

#[test]
fn a_pin_tells_nothing_of_what_is_outside_the_project() {
    let wrong = "0".repeat(64);
    let (desk, folder) = outside("");
    let told = |path: &str| {
        let pin = format!("rule-sets = [{{ package = \"{path}\", sha256 = \"{wrong}\" }}]");
        fs::write(desk.path("p/copydesk.toml"), pin).unwrap();
        desk.run(&["check", "p"]).err.replace(path, "PATH")
    };
    let known = told(&folder);
    assert!(known.contains("is not what was pinned"), "{known}");
    assert!(!known.contains("1.2.0") && !known.contains("daily-style"), "{known}");
    let sum = desk.run(&["package", "pin", "--config", "p/copydesk.toml", &folder]);
    assert_eq!(sum.status, Some(0));
    let config = desk.read("p/copydesk.toml");
    let hash = config.split("sha256 = \"").nth(1).unwrap().split('"').next().unwrap();
    assert!(!known.contains(hash), "{known}");
    // A folder that is there and one that is not look alike.
    let none = desk.path("none").to_str().unwrap().to_owned();
    let there = desk.path("p").canonicalize().unwrap().parent().unwrap().to_str().unwrap().to_owned();
    let first = |told: String| told.lines().next().map(str::to_owned);
    assert_eq!(first(told(&none)), Some("error: p/copydesk.toml:1:26: there is no package at `PATH`".to_owned()));
    assert_eq!(first(told(&none)), first(told(&there)));
}

#[test]
#[cfg(unix)]
fn a_link_in_a_package_is_not_followed() {
    let desk = desk("");
    fs::write(desk.path("secret.toml"), RULES).unwrap();
    std::os::unix::fs::symlink(desk.path("secret.toml"), desk.path("vendor/daily/rules/link.toml")).unwrap();
    desk.run(&["package", "pin", "vendor/daily"]);
    fs::write(desk.path("secret.toml"), "").unwrap();
    assert_eq!(concise(&desk).out.lines().count(), 1, "what it leads to is no part of the package");
}

#[test]
fn mistakes_are_said_where_they_are() {
    for (config, told) in [
        ("rule-sets = [{ package = \"vendor/daily\" }]", "1:26: the package `vendor/daily` is not pinned"),
        ("rule-sets = [{ package = \"vendor/daily\", sha256 = \"ff\" }]", "1:51: no SHA-256"),
        ("rule-sets = [{ package = \"vendor\", sha256 = \"ff\" }]", "1:45: no SHA-256"),
        ("rule-sets = [{ package = \"none\" }]", "1:26: there is no package at `none`"),
        ("rule-sets = [{ package = \"//host/share\" }]", "1:26: a path on the network"),
        ("rule-sets = [{ package = '\\\\host\\share' }]", "1:26: a path on the network"),
        ("rule-sets = [{ pakage = \"vendor/daily\" }]", "unknown field `pakage`"),
        ("rule-sets = [1]", "a path, or a table with `package`, `version` and `sha256`"),
    ] {
        let run = concise(&desk(config));
        assert_eq!(run.status, Some(2), "{config}: {run:?}");
        assert!(run.err.contains(told), "{config}: {run:?}");
    }
    let desk = desk("");
    desk.run(&["package", "pin", "vendor/daily"]);
    let pinned = desk.read("copydesk.toml");
    fs::write(desk.path("copydesk.toml"), pinned.replace("1.2.0", "1.3.0")).unwrap();
    let run = concise(&desk);
    assert!(run.err.contains("the package `vendor/daily` has version `1.2.0`"), "{run:?}");
    let none = desk.run(&["package", "pin", "house"]);
    assert_eq!(none.status, Some(2));
    assert!(none.err.contains("house: the folder is no package"), "{none:?}");
}

#[test]
fn a_package_that_cannot_be_pinned_does_not_hold_up_the_others() {
    let other = HEAD.replace("daily", "weekly");
    let desk = Desk::new(
        &[PACKAGE.as_slice(), &[("vendor/weekly/package.toml", &other), ("copydesk.toml", ""), ("a.txt", ARTICLE)]]
            .concat(),
    );
    let run = desk.run(&["package", "pin", "--extends", "vendor/daily", "vendor/weekly"]);
    assert_eq!((run.status, run.out.as_str()), (Some(2), "Pinned daily-style 1.2.0 (vendor/daily).\n"), "{run:?}");
    assert!(run.err.contains("copydesk.toml: the configuration extends something else already"), "{run:?}");
    assert!(desk.read("copydesk.toml").starts_with("extends = { package = \"vendor/daily\""), "what is said is done");
}

#[test]
fn a_configuration_keeps_its_line_ends() {
    let desk = desk("# ours\r\nlanguages = [\"en\"]\r\n\r\n[severity]\r\nads = \"info\"\r\n");
    assert_eq!(desk.run(&["package", "pin", "vendor/daily"]).status, Some(0));
    let config = desk.read("copydesk.toml");
    assert_eq!(config.lines().count(), 6, "{config}");
    assert_eq!(config.matches("\r\n").count(), config.matches('\n').count(), "{config:?}");
}

#[test]
fn a_package_is_the_same_where_git_changes_line_ends() {
    let desk = desk("");
    desk.run(&["package", "pin", "vendor/daily"]);
    for (name, text) in PACKAGE {
        fs::write(desk.path(name), text.replace('\n', "\r\n")).unwrap();
    }
    let run = concise(&desk);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("a.txt:1:17: warning[daily/plain] write “to”\n", ""), "{run:?}");
}

#[test]
fn what_cannot_be_a_package_is_refused_before_it_is_pinned() {
    let told = |desk: &Desk, path: &str| {
        let run = desk.run(&["package", "pin", path]);
        assert_eq!((run.status, run.out.as_str(), desk.read("copydesk.toml").as_str()), (Some(2), "", ""), "{run:?}");
        run.err
    };
    let own = desk("");
    fs::write(own.path("package.toml"), HEAD).unwrap();
    assert!(told(&own, ".").contains(".: the configuration is part of the package"));
    let twice = desk("");
    fs::write(twice.path("vendor/daily/rules/Words.toml"), "").unwrap();
    // Where the system takes the two for one, nothing is wrong but the name.
    if fs::read_dir(twice.path("vendor/daily/rules")).unwrap().count() == 2 {
        let told = told(&twice, "vendor/daily");
        assert!(told.contains("`rules/Words.toml` and `rules/words.toml` are one file on some systems"), "{told}");
    }
    let nameless = desk("");
    fs::write(nameless.path("vendor/daily/package.toml"), HEAD.replace("daily-style", "")).unwrap();
    assert!(told(&nameless, "vendor/daily").contains("vendor/daily/package.toml:2:8: a package has a name"));
}

#[test]
#[cfg(unix)]
fn links_around_a_package_are_kept_and_links_in_it_are_no_part_of_it() {
    use std::os::unix::fs::symlink;
    // As package managers of other languages put them there.
    let linked = desk("");
    fs::rename(linked.path("vendor/daily"), linked.path("daily@1.2.0")).unwrap();
    symlink("../daily@1.2.0", linked.path("vendor/daily")).unwrap();
    assert_eq!(linked.run(&["package", "pin", "vendor/daily"]).out, "Pinned daily-style 1.2.0 (vendor/daily).\n");
    assert_eq!(concise(&linked).out.lines().count(), 1);
    let headless = desk("");
    fs::rename(headless.path("vendor/daily/package.toml"), headless.path("head.toml")).unwrap();
    symlink("../../head.toml", headless.path("vendor/daily/package.toml")).unwrap();
    let run = headless.run(&["package", "pin", "vendor/daily"]);
    assert!(run.err.contains("vendor/daily: the folder is no package"), "{run:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn names_that_are_not_utf8_are_told() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let odd = OsStr::from_bytes(b"odd\xff.toml");
    let desk = desk("");
    fs::write(desk.path("vendor/daily").join(odd), "").unwrap();
    let run = desk.run(&["package", "pin", "vendor/daily"]);
    assert!(run.err.contains("vendor/daily/odd\\xFF.toml: the name of the file is not UTF-8"), "{run:?}");
    fs::rename(desk.path("vendor/daily"), desk.path("vendor").join(odd)).unwrap();
    fs::remove_file(desk.path("vendor").join(odd).join(odd)).unwrap();
    let run = Run::of(desk.command(&["package", "pin"]).arg(Path::new("vendor").join(odd)).output().unwrap());
    assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{run:?}");
    assert!(run.err.contains("the path is not UTF-8"), "{run:?}");
}

#[test]
fn nothing_in_a_package_leads_out_of_it() {
    let other = HEAD.replace("daily", "base");
    let files = [
        ("vendor/base/package.toml", other.as_str()),
        ("vendor/base/words.toml", RULES),
        ("vendor/daily/base/package.toml", &other),
        ("vendor/daily/base/words.toml", RULES),
        ("copydesk.toml", ""),
        ("a.txt", ARTICLE),
    ];
    let desk = Desk::new(&[PACKAGE.as_slice(), &files].concat());
    let inner = desk.path("vendor/daily/copydesk.toml");
    let pins = |desk: &Desk, base: &str| {
        fs::write(&inner, "").unwrap();
        let pinned = desk.run(&["package", "pin", "--config", "vendor/daily/copydesk.toml", base]);
        assert_eq!(pinned.status, Some(0), "{pinned:?}");
        fs::write(desk.path("copydesk.toml"), "").unwrap();
        assert_eq!(desk.run(&["package", "pin", "--extends", "vendor/daily"]).status, Some(0));
        concise(desk)
    };
    let absolute = desk.path("vendor/base").canonicalize().unwrap().to_str().unwrap().to_owned();
    for outside in ["vendor/base", &absolute] {
        let run = pins(&desk, outside);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.err.contains("vendor/daily/copydesk.toml:1:26: the path leads out of the package"), "{run:?}");
        assert!(!run.out.contains("daily"), "{run:?}");
    }
    let run = pins(&desk, "vendor/daily/base");
    assert_eq!((run.status, run.err.as_str()), (Some(1), ""), "a package in a package is part of it: {run:?}");
}

#[test]
fn a_package_without_rules_is_no_rule_set() {
    let desk = desk("");
    fs::remove_file(desk.path("vendor/daily/rules/words.toml")).unwrap();
    fs::write(desk.path("vendor/daily/copydesk.toml"), "").unwrap();
    desk.run(&["package", "pin", "vendor/daily"]);
    let run = concise(&desk);
    assert!(run.err.contains("1:26: there is no rule set in the package `vendor/daily`"), "{run:?}");
    fs::write(desk.path("copydesk.toml"), "").unwrap();
    desk.run(&["package", "pin", "--extends", "vendor/daily"]);
    assert_eq!(concise(&desk).err, "", "to extend one, no rules are needed");
}

#[test]
fn folders_and_chains_of_files_are_what_they_say() {
    let brackets =
        Desk::new(&[("copydesk.toml", "rule-sets = [\"house[1]\"]"), ("house[1]/a.toml", RULES), ("a.txt", ARTICLE)]);
    assert_eq!(concise(&brackets).out.lines().count(), 1, "a folder is no glob");
    let chain = desk("extends = \"c1.toml\"");
    for at in 1..20 {
        fs::write(chain.path(format!("c{at}.toml")), format!("extends = \"c{}.toml\"", at + 1)).unwrap();
    }
    let run = concise(&chain);
    assert!(run.err.contains("c16.toml:1:11: more than 16 files extend one another"), "{run:?}");
    fs::write(chain.path("c2.toml"), "extends = \"c1.toml\"").unwrap();
    assert!(concise(&chain).err.contains("c2.toml:1:11: the files extend one another in a circle"));
}

/// How many findings an editor is told of an article that it opens.
fn findings_of(editor: &mut Editor, name: &str) -> usize {
    let uri = editor.uri(name);
    editor.notify("textDocument/didOpen", opened(&uri, "plaintext", ARTICLE));
    let is_meant = |it: &Value| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == *uri;
    editor.read_until(is_meant)["params"]["diagnostics"].as_array().unwrap().len()
}

#[test]
fn an_editor_sees_a_package_that_comes_and_a_rule_set_in_a_new_folder() {
    let (desk, folder) = outside("");
    desk.run(&["package", "pin", "--config", "p/copydesk.toml", &folder]);
    let (here, away) = (desk.path("vendor"), desk.path("away"));
    fs::rename(&here, &away).unwrap();
    let deep = desk.path("vendor/daily/rules/deep");
    let mut editor = Editor::at_desk(desk, &["lsp"]);
    editor.hello_with(json!({}), Value::Null);
    let mut found = |name: &str| findings_of(&mut editor, name);
    assert_eq!(found("p/a.txt"), 0, "there is none");
    fs::rename(&away, &here).unwrap();
    assert_eq!(found("p/b.txt"), 1, "it has come");
    fs::create_dir(&deep).unwrap();
    fs::write(deep.join("more.toml"), "").unwrap();
    assert_eq!(found("p/c.txt"), 0, "it is not what was pinned");
    editor.quit();
}

#[test]
fn an_editor_follows_a_package_wherever_it_is() {
    let (desk, folder) = outside("");
    desk.run(&["package", "pin", "--config", "p/copydesk.toml", &folder]);
    let path = desk.path("vendor/daily/rules/words.toml");
    let mut editor = Editor::at_desk(desk, &["lsp"]);
    editor.hello_with(json!({}), Value::Null);
    let mut found = |name: &str| findings_of(&mut editor, name);
    assert_eq!(found("p/a.txt"), 1);
    // No editor tells of a change there, but the next article is opened.
    fs::write(&path, RULES.replace("plain", "plainer")).unwrap();
    assert_eq!(found("p/b.txt"), 0, "it is not what was pinned");
    fs::write(&path, RULES).unwrap();
    assert_eq!(found("p/c.txt"), 1);
    editor.quit();
}
