//! The rules of the folder that the server was started in.

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use copydesk::linter::Package;
use copydesk_serve::{Access, Desk, Limits, Options};
use copydesk_workspace::disk::Disk;
use copydesk_workspace::options::RuleOptions;

use crate::client::{matches, post, serve};

const TEXT: &str = "She said: “We wait for the tide.";

#[test]
fn what_the_folder_decides_holds_and_is_read_again_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("copydesk.toml");
    let mut when = SystemTime::now() - Duration::from_secs(60);
    let mut write = |text: &str| {
        fs::write(&config, text).unwrap();
        // Clocks of file systems are coarse.
        when += Duration::from_secs(1);
        fs::File::options().append(true).open(&config).unwrap().set_modified(when).unwrap();
    };
    write("ignore = [\"quotes/unclosed\"]\n");
    let rules = RuleOptions { config: Some(config.clone()), ..RuleOptions::default() };
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let tell = Arc::clone(&told);
    let options = Options { rules, ..Options::default() };
    let desk =
        Desk::open(options, "en", &Limits::default(), move |problem| tell.lock().unwrap().push(format!("{problem:#}")));
    let server = serve(desk.unwrap(), Access::default(), Limits::default());
    let found = |fields: &[(&str, &str)]| {
        matches(TEXT, &post(server, "/v2/check", &[&[("text", TEXT), ("language", "en")], fields].concat())).len()
    };
    assert_eq!(found(&[]), 0);
    assert_eq!(
        found(&[("enabledRules", "quotes/unclosed"), ("enabledOnly", "true")]),
        0,
        "no client overrules the house"
    );
    write("ignore = []\n");
    while found(&[]) == 0 {}
    write("ignore = [\"quotes/unclosed\"\n");
    while told.lock().unwrap().is_empty() {
        assert_eq!(found(&[]), 1, "rules that cannot be read leave those that were");
    }
    assert_eq!(found(&[]), 1);
}

#[test]
fn a_configuration_that_cannot_be_used_starts_no_server() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("copydesk.toml");
    let rules = RuleOptions { config: Some(config), ..RuleOptions::default() };
    let options = Options { rules, ..Options::default() };
    let problem = Desk::open(options, "en", &Limits::default(), |_| {}).err().unwrap();
    assert!(problem.to_string().contains("copydesk.toml"), "{problem}");
}

#[test]
fn a_package_is_read_again_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
        fs::write(folder.path().join(name), text).unwrap();
    };
    write("daily/package.toml", "schema = 1\nname = \"daily\"\nversion = \"1\"\n");
    let rule = "schema = 1\nname = \"daily/words\"\nlanguages = [\"en\"]\n[[rule]]\ncode = \"daily/tide\"\n\
                kind = \"existence\"\ntokens = [\"tide\"]\nmessage = \"no tides\"\n";
    write("daily/words.toml", rule);
    let package = Package::read(&Disk, &folder.path().join("daily").canonicalize().unwrap()).unwrap();
    let pin = format!("{{ package = \"daily\", sha256 = \"{}\" }}", package.sha256);
    write("copydesk.toml", &format!("select = [\"daily\"]\nrule-sets = [{pin}]\n"));
    let rules = RuleOptions { config: Some(folder.path().join("copydesk.toml")), ..RuleOptions::default() };
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let tell = Arc::clone(&told);
    let options = Options { rules, ..Options::default() };
    let desk =
        Desk::open(options, "en", &Limits::default(), move |problem| tell.lock().unwrap().push(problem.to_string()));
    let server = serve(desk.unwrap(), Access::default(), Limits::default());
    let found = || matches(TEXT, &post(server, "/v2/check", &[("text", TEXT), ("language", "en")])).len();
    assert_eq!(found(), 1);
    // A file more is another content.
    write("daily/more.toml", "");
    while told.lock().unwrap().is_empty() {
        assert_eq!(found(), 1, "rules that cannot be used leave those that were");
    }
    assert!(told.lock().unwrap().iter().any(|problem| problem.contains("is not what was pinned")), "{told:?}");
}

#[test]
fn what_was_wrong_may_be_put_right_in_a_file_that_did_not_count_before() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let rule = "schema = 1\nname = \"house\"\nlanguages = [\"en\"]\n[[rule]]\ncode = \"house/tide\"\n\
                kind = \"existence\"\ntokens = [\"tide\"]\nmessage = \"no tides\"\n";
    write("copydesk.toml", "select = [\"ads\"]\n");
    let rules = RuleOptions { config: Some(folder.path().join("copydesk.toml")), ..RuleOptions::default() };
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let tell = Arc::clone(&told);
    let options = Options { rules, ..Options::default() };
    let desk =
        Desk::open(options, "en", &Limits::default(), move |problem| tell.lock().unwrap().push(problem.to_string()));
    let server = serve(desk.unwrap(), Access::default(), Limits::default());
    let found = || matches(TEXT, &post(server, "/v2/check", &[("text", TEXT), ("language", "en")])).len();
    assert_eq!(found(), 0);
    write("words.toml", "schema = 2\n");
    write("copydesk.toml", "select = [\"house\"]\nrule-sets = [\"words.toml\"]\n");
    while told.lock().unwrap().is_empty() {
        assert_eq!(found(), 0, "rules that cannot be used leave those that were");
    }
    write("words.toml", rule);
    while found() == 0 {}
}
