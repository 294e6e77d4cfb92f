//! Packages of rules: a folder that others keep, used only while its content is what the configuration says.

use std::fs;

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
        let run = concise(&desk(config));
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
fn an_editor_follows_a_package_wherever_it_is() {
    let (desk, folder) = outside("");
    desk.run(&["package", "pin", "--config", "p/copydesk.toml", &folder]);
    let path = desk.path("vendor/daily/rules/words.toml");
    let mut editor = Editor::at_desk(desk, &["lsp"]);
    editor.hello_with(json!({}), Value::Null);
    let mut found = |name: &str| {
        let uri = editor.uri(name);
        editor.notify("textDocument/didOpen", opened(&uri, "plaintext", ARTICLE));
        let is_meant = |it: &Value| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == *uri;
        editor.read_until(is_meant)["params"]["diagnostics"].as_array().unwrap().len()
    };
    assert_eq!(found("p/a.txt"), 1);
    // No editor tells of a change there, but the next article is opened.
    fs::write(&path, RULES.replace("plain", "plainer")).unwrap();
    assert_eq!(found("p/b.txt"), 0, "it is not what was pinned");
    fs::write(&path, RULES).unwrap();
    assert_eq!(found("p/c.txt"), 1);
    editor.quit();
}
