//! The first afternoon of a newsroom with an archive, from `init` to the first quiet commit.

use std::fs;

use super::files::{Desk, UNCLOSED};

#[test]
fn from_the_first_run_to_the_first_quiet_one() {
    let archive = "The ferry was late, the harbour master said.\nThe sign said “wait for the tide\" there.\n";
    let desk = Desk::new(&[("2015/ferry.txt", archive), ("2016/grain.txt", "قال الوزير «ننتظر المد.\n")]);

    let begun = desk.run(&["init", "--languages", "ar,en"]);
    assert_eq!((begun.status, begun.err.as_str()), (Some(0), ""), "{begun:?}");
    assert!(begun.out.starts_with("Wrote ./copydesk.toml.\n"), "{begun:?}");
    assert!(desk.read("copydesk.toml").contains("\nlanguages = [\"ar\", \"en\"]\n"));

    let first = desk.run(&["check"]);
    assert_eq!(first.status, Some(1));
    assert!(first.out.contains("2015/ferry.txt:2:33 warning[quotes/mixed]"), "{first:?}");

    assert_eq!(desk.run(&["check", "--write-baseline"]).status, Some(0));
    let config = desk.read("copydesk.toml").replace("# baseline = ", "baseline = ");
    fs::write(desk.path("copydesk.toml"), config).unwrap();
    let quiet = desk.run(&["check"]);
    assert_eq!(
        (quiet.status, quiet.out.as_str()),
        (Some(0), "No problems found in 2 articles.\n2 problems are in the baseline and are not shown.\n")
    );

    // An old article is edited above its old defect, and a new one comes with two of its own.
    fs::write(desk.path("2015/ferry.txt"), format!("Corrected on Friday.\n{archive}")).unwrap();
    let new = "The sign said ”mind the step” twice.\n“Mind it,” he said.\n";
    let pier = "The pier (built in 1912 is closed.\n";
    fs::write(desk.path("2015/sign.txt"), format!("{new}{pier}")).unwrap();
    let again = desk.run(&["check", "--format", "concise"]);
    let places: Vec<&str> = again.out.lines().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(
        (again.status, places.as_slice()),
        (Some(1), &["2015/sign.txt:1:15", "2015/sign.txt:3:10"][..]),
        "{again:?}"
    );

    let diff = desk.run(&["check", "--diff"]);
    assert!(
        diff.out.contains("\n  - The sign said ⟦”⟧mind the step” twice.\n  + The sign said ⟦“⟧mind the step” twice.\n"),
        "{diff:?}"
    );
    assert_eq!(desk.run(&["check", "--fix"]).status, Some(1));
    assert!(desk.read("2015/sign.txt").starts_with("The sign said “mind the step” twice.\n"));
    assert!(desk.read("2015/ferry.txt").ends_with(archive), "old debt is not repaired either");

    // The last one is meant, and says so.
    let meant = format!("<!-- copydesk: ignore quotes/brackets -- the sign stops there -->\n\n{pier}");
    fs::write(desk.path("2015/sign.txt"), new).unwrap();
    fs::write(desk.path("2015/sign.md"), meant).unwrap();
    desk.run(&["check", "--fix"]);
    assert_eq!(desk.run(&["check"]).status, Some(0));
}

#[test]
fn what_init_writes_holds_up() {
    for language in ["en", "ar"] {
        let desk = Desk::new(&[("a.txt", "All is well.\n")]);
        assert_eq!(desk.run(&["init", "--ui-lang", language]).status, Some(0));
        assert_eq!(desk.run(&["check"]).status, Some(0), "as it is written");
        // Every example in it works once its sign is taken away.
        let is_example = |line: &str| line.starts_with("# ") && (line.contains(" = ") || line.starts_with("# ["));
        let all: Vec<String> = desk
            .read("copydesk.toml")
            .lines()
            .map(|line| if is_example(line) { line[2..].to_owned() } else { line.to_owned() })
            .collect();
        assert!(all.iter().filter(|line| line.contains(" = ")).count() >= 10, "{all:?}");
        fs::write(desk.path("copydesk.toml"), all.join("\n")).unwrap();
        fs::create_dir(desk.path("house")).unwrap();
        fs::write(desk.path("house/words.toml"), "schema = 1\nname = \"house\"\nlanguages = [\"*\"]\n").unwrap();
        fs::create_dir(desk.path("opinion")).unwrap();
        fs::write(desk.path("opinion/b.txt"), "All is well.\n").unwrap();
        fs::write(desk.path("stylebook.toml"), "").unwrap();
        fs::write(desk.path("copydesk-baseline.toml"), "schema = 1\n").unwrap();
        let run = desk.run(&["check"]);
        assert_eq!((run.status, run.err.as_str()), (Some(0), ""), "{}", all.join("\n"));
    }
}

#[test]
fn init_writes_over_nothing() {
    let desk = Desk::new(&[("copydesk.toml", "select = []\n"), (".pre-commit-config.yaml", "repos: []\n")]);
    let kept = desk.run(&["init"]);
    assert_eq!((kept.status, desk.read("copydesk.toml").as_str()), (Some(0), "select = []\n"));
    assert!(kept.out.starts_with("Left ./copydesk.toml as it is.\n"), "{kept:?}");
    let hook = desk.run(&["init", "--hook", "pre-commit"]);
    assert_eq!((hook.status, desk.read(".pre-commit-config.yaml").as_str()), (Some(2), "repos: []\n"));
    assert!(
        hook.out.contains("\n      - id: copydesk\n") && hook.err.contains("exists already and was not changed"),
        "{hook:?}"
    );
    let wheel = format!(
        "\n        language: python\n        additional_dependencies: [\"copydesk=={}\"]\n",
        env!("CARGO_PKG_VERSION")
    );
    assert!(hook.out.contains(&wheel), "{hook:?}");
    assert_eq!(desk.run(&["init", "--hook", "git"]).status, Some(2), "there is no repository");
    let unknown = desk.run(&["init", "elsewhere", "--languages", "xq"]);
    assert_eq!(unknown.status, Some(2));
    assert!(!desk.path("elsewhere").exists(), "{unknown:?}");
}

#[test]
fn init_writes_what_a_server_runs() {
    let desk = Desk::new(&[("news/a.txt", "All is well.\n"), ("README.md", UNCLOSED), (".gitlab-ci.yml", "x: 1\n")]);
    let begun = desk.run(&["init", "--github"]);
    assert_eq!(begun.status, Some(0), "{begun:?}");
    let workflow = desk.read(".github/workflows/copydesk.yml");
    assert!(workflow.contains("\n      - run: copydesk check --no-cache --format github .\n"), "{workflow}");
    let installed = format!("copydesk=={}", env!("CARGO_PKG_VERSION"));
    assert!(
        workflow.contains(&format!("\n      - run: cd \"$RUNNER_TEMP\" && pipx install {installed}\n")),
        "{workflow}"
    );
    let kept = desk.run(&["init", "--github", "--gitlab", "--ui-lang", "ar"]);
    assert_eq!((kept.status, desk.read(".github/workflows/copydesk.yml")), (Some(2), workflow));
    assert_eq!(desk.read(".gitlab-ci.yml"), "x: 1\n");
    assert!(kept.out.contains("\n    - copydesk check --no-cache --format gitlab "), "{kept:?}");
    assert!(kept.out.contains(&format!("\n    - (cd / && pip install {installed})\n")), "{kept:?}");
    assert!(kept.out.contains("\n      codequality: gl-code-quality-report.json\n"), "{kept:?}");
    // A page about the repository is no article, unless it is named.
    assert_eq!(desk.run(&["check"]).status, Some(0));
    assert_eq!(desk.run(&["check", "README.md"]).status, Some(1));
}

#[test]
fn an_override_that_holds_for_nothing_is_told() {
    let config = "[[override]]\npaths = [\"opinoin/**\"]\nignore = [\"quotes\"]\n[[override]]\npaths = [\"opinion/**\", \"gone/**\"]\n\
                  ignore = [\"quotes\"]\n[[override]]\npaths = [\"*.json\"]\nignore = [\"quotes\"]\n";
    let desk =
        Desk::new(&[("copydesk.toml", config), ("opinion/a.txt", UNCLOSED), ("b.txt", "Calm.\n"), ("c.json", "{}")]);
    let run = desk.run(&["check"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert_eq!(run.err, "copydesk.toml:2:10: no file matches the `paths` of this [[override]]\n");
    // A run that looks at a part of the tree cannot know.
    for part in [&["check", "opinion"][..], &["check", "b.txt"]] {
        assert_eq!(desk.run(part).err, "", "{part:?}");
    }
}

/// The hook stands between a defect and the commit.
#[cfg(unix)]
#[test]
fn the_git_hook_checks_what_is_staged() {
    use std::process::Command;
    let desk = Desk::new(&[("a.txt", UNCLOSED)]);
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_copydesk")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(program.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    )
    .unwrap();
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=desk", "-c", "user.email=desk@example.org"]).args(args);
        command.current_dir(desk.path(".")).env("PATH", &path);
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap()
    };
    assert!(git(&["init", "--quiet"]).status.success());
    let begun = desk.run(&["init", "--hook", "git"]);
    assert_eq!(begun.status, Some(0), "{begun:?}");
    git(&["add", "a.txt"]);
    let refused = git(&["commit", "--message", "with a defect"]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("quotes/unclosed"), "{refused:?}");
    fs::write(desk.path("a.txt"), "He said “wait for the tide.”\n").unwrap();
    // The file is mended, the staged text is not yet.
    assert!(!git(&["commit", "--message", "not staged"]).status.success());
    git(&["add", "a.txt"]);
    let passed = git(&["commit", "--message", "without one"]);
    assert!(passed.status.success(), "{passed:?}");
}

#[test]
fn a_rule_without_words_for_its_fix_still_says_what_it_does() {
    let rule = "[[rule]]\ncode = \"house/pled\"\nkind = \"substitution\"\nmessage.en = \"plain words\"\nswap = { \"pled\" = \"pleaded\" }\n";
    let desk = Desk::new(&[("copydesk.toml", rule), ("a.md", "He pled guilty on Monday.\n")]);
    let run = desk.run(&["check"]);
    assert!(run.out.contains("(--fix --unsafe-fixes): write “pleaded”\n"), "{run:?}");
    // Moved to a file of its own it needs a head, and is told so.
    let desk =
        Desk::new(&[("copydesk.toml", "rule-sets = [\"house/*.toml\"]\n"), ("house/words.toml", rule), ("a.md", "")]);
    let run = desk.run(&["check"]);
    assert!(run.err.contains("help: a file of rules begins with schema = 1, a name and languages"), "{run:?}");
}

#[test]
fn languages_asked_for_are_shown_where_the_configuration_is_there_already() {
    let desk = Desk::new(&[("copydesk.toml", "# languages = [\"ar\", \"en\"]\n")]);
    let run = desk.run(&["init", "--languages", "ar,en"]);
    assert!(run.out.contains("Add this to ./copydesk.toml:\nlanguages = [\"ar\", \"en\"]\n"), "{run:?}");
}

#[test]
fn the_form_follows_the_name_of_the_output() {
    let desk = Desk::new(&[("a.md", "He said “wait.\n")]);
    for (name, begins) in [
        ("r.html", "<!doctype html>"),
        ("r.json", "{\"schema\":1"),
        ("r.sarif", "{\"$schema\""),
        ("r.xml", "<?xml"),
        ("r.txt", "a.md:1:9 error"),
    ] {
        desk.run(&["check", "--output", name, "a.md"]);
        assert!(desk.read(name).starts_with(begins), "{name}: {}", desk.read(name));
    }
    desk.run(&["check", "--output", "c.html", "--format", "concise", "a.md"]);
    assert!(desk.read("c.html").starts_with("a.md:1:9: error"));
}

#[test]
fn one_can_ask_what_a_run_is_about() {
    let desk = Desk::new(&[
        ("copydesk.toml", "ignore = [\"ads\"]\nexclude = [\"old\"]\n"),
        ("a.md", "A.\n"),
        ("old/b.md", "B.\n"),
    ]);
    assert_eq!(desk.run(&["check", "--show-files"]).out, "a.md\n");
    let settings = desk.run(&["check", "--show-settings"]).out;
    assert!(settings.starts_with("# a.md\n# read from: copydesk.toml\nselect = [\n"), "{settings}");
    assert!(
        settings.contains("\n    \"quotes/unclosed\",\n") && !settings.contains("\n    \"ads/promo-line\",\n"),
        "{settings}"
    );
    // What is shown is a configuration that decides the same.
    let again = Desk::new(&[("copydesk.toml", &settings), ("a.md", "A.\n")]);
    assert_eq!(again.run(&["check", "--show-settings"]).out, settings);
    let told = desk.run(&["check", "--verbose"]);
    assert!(told.err.contains("1 article (a.md): ") && told.err.ends_with("read from: copydesk.toml\n"), "{told:?}");
    let quiet = desk.run(&["check", "--quiet"]);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

#[test]
fn a_refused_commit_ends_with_the_command_that_helps() {
    let desk = Desk::new(&[("a b.md", "He said ”wait” twice.\n"), ("c.md", "He said “wait.\n")]);
    let run = |args: &[&str]| super::files::Run::of(desk.command(args).env("PRE_COMMIT", "1").output().unwrap());
    let fixable = run(&["check", "a b.md", "c.md"]);
    assert!(fixable.out.ends_with("\n    copydesk check --fix 'a b.md' ; git add 'a b.md'\n"), "{fixable:?}");
    assert!(run(&["check", "c.md"]).out.ends_with("\n    git commit --no-verify\n"));
    assert!(!desk.run(&["check", "c.md"]).out.contains("git commit"));
}
