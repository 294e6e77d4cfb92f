//! Lists what is in `rules/`, for `src/rules/builtin.rs`: the files by what they hold, the codes of all rules, and what the
//! evidence allows them. Whoever adds a file adds nothing else.

#[allow(dead_code, unreachable_pub)]
#[path = "src/rules/allowance.rs"]
mod allowance;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use allowance::{EVERY_LANGUAGE, Figures};
use toml::{Table, Value};

/// What is measured of the rules.
const EVIDENCE: &str = "rules/evidence.toml";

/// What is said about codes and groups, which the library reads only to explain them.
const CODES: &str = "rules/codes.toml";

/// Keys of a rule that checking never asks for.
const ONLY_FOR_PEOPLE: &[&str] = &["explain", "example"];

/// A TOML file: its path below the package, with `/` between the parts, and its text as parsed.
struct File {
    name: String,
    root: Table,
}

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/rules/allowance.rs");
    println!("cargo::rerun-if-changed=rules");
    match list() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            println!("cargo::error={fault}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the lists.
fn list() -> Result<(), String> {
    let package = env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?;
    let package = Path::new(&package);
    let mut names = Vec::new();
    collect(package, "rules", &mut names)?;
    names.sort();
    let files = names.into_iter().map(|name| parse(package, name)).collect::<Result<Vec<File>, _>>()?;

    let (mut languages, mut rules, mut words) = (Vec::new(), Vec::new(), Vec::new());
    let (mut gazetteers, mut conventions) = (Vec::new(), Vec::new());
    let mut evidence = None;
    for file in &files {
        let last = file.name.rsplit('/').next().unwrap_or_default();
        match last {
            "language.toml" => languages.push(file),
            "ui.toml" => words.push(file),
            "conventions.toml" => conventions.push(file),
            _ if file.name == EVIDENCE => evidence = Some(file),
            _ if file.name == CODES => {}
            _ if file.name.contains("/gazetteer/") => gazetteers.push(file),
            _ => rules.push(file),
        }
    }
    let evidence = evidence.ok_or_else(|| format!("{EVIDENCE} is missing"))?;

    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    let out = Path::new(&out);
    fs::create_dir_all(out.join("lean")).map_err(|error| error.to_string())?;
    let mut text = String::new();
    for (what, function, files) in [
        ("Every `language.toml`.", "language_files", languages),
        ("Every rule set.", "rule_files", rules.clone()),
        ("Every `ui.toml`: the words of the program itself.", "ui_files", words),
        ("Every list of names of the news.", "gazetteer_files", gazetteers),
        (
            "Every `conventions.toml`: sounds that regions write with different letters.",
            "convention_files",
            conventions,
        ),
    ] {
        let _ = writeln!(text, "/// {what}\n#[must_use]\npub fn {function}() -> Vec<TomlFile> {{\n    vec![");
        for file in files {
            let _ = writeln!(text, "        {},", included(file));
        }
        text.push_str("    ]\n}\n\n");
    }
    text.push_str("/// Every rule set without explanations and examples: what checking needs, in half as much text.\n#[must_use]\n");
    text.push_str("pub fn lean_rule_files() -> Vec<TomlFile> {\n    vec![");
    for file in &rules {
        let lean = toml::to_string(&lean(file)).map_err(|error| format!("{}: {error}", file.name))?;
        let path = format!("lean/{}", file.name.replace('/', "-"));
        fs::write(out.join(&path), lean).map_err(|error| format!("{path}: {error}"))?;
        let included = format!(r#"include_str!(concat!(env!("OUT_DIR"), "/{path}"))"#);
        let _ = writeln!(text, r#"        TomlFile::new("{}", {included}),"#, file.name);
    }
    text.push_str("    ]\n}\n\n");
    let mut codes = BTreeSet::new();
    for file in rules {
        codes_of(file, &mut codes)?;
    }
    let codes: Vec<String> = codes.into_iter().collect();
    let _ = writeln!(text, "/// Every code of every rule, with its variant.\npub const CODES: &[&str] = &{codes:?};\n");
    let _ = writeln!(text, "/// What was measured of the rules.\n#[must_use]");
    let _ = writeln!(text, "pub fn evidence_file() -> TomlFile {{\n    {}\n}}\n", included(evidence));
    text.push_str("/// What that allows: code or group, language, and what the code may do by default there.\n");
    text.push_str("pub const ALLOWANCES: &[(&str, &str, Allowance)] = &[\n");
    for ((code, language), allowed) in allowances(evidence)? {
        let _ = writeln!(text, "    ({code:?}, {language:?}, Allowance::{allowed:?}),");
    }
    text.push_str("];\n");

    fs::write(out.join("builtin.rs"), text).map_err(|error| error.to_string())
}

/// Adds every TOML file below a folder of the package.
fn collect(package: &Path, folder: &str, names: &mut Vec<String>) -> Result<(), String> {
    let fault = |error: std::io::Error| format!("{folder}: {error}");
    for entry in fs::read_dir(package.join(folder)).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(fault)?.is_dir() {
            collect(package, &name, names)?;
        } else if name.ends_with(".toml") {
            names.push(name);
        }
    }
    Ok(())
}

fn parse(package: &Path, name: String) -> Result<File, String> {
    let text = fs::read_to_string(package.join(&name)).map_err(|error| format!("{name}: {error}"))?;
    match text.parse() {
        Ok(root) => Ok(File { name, root }),
        Err(error) => {
            let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            Err(format!("{name}:{line}: {}", error.message().replace('\n', "; ")))
        }
    }
}

/// A rule set without what only people read: explanations and examples.
fn lean(file: &File) -> Table {
    let mut root = file.root.clone();
    for rule in root.get_mut("rule").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(rule) = rule.as_table_mut() {
            ONLY_FOR_PEOPLE.iter().for_each(|key| drop(rule.remove(*key)));
        }
    }
    root
}

/// The expression that makes the file a part of the program.
fn included(File { name, .. }: &File) -> String {
    format!(r#"TomlFile::new("{name}", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/{name}")))"#)
}

/// Adds the codes of a rule set, with their variants. A rule takes over its variant from the rule it is `like`, if it has none.
fn codes_of(file: &File, codes: &mut BTreeSet<String>) -> Result<(), String> {
    let mut variants: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for rule in tables(file, "rule")? {
        let code = text_of(file, rule, "code")?;
        let own = rule.get("variant").and_then(Value::as_str);
        let model = rule.get("like").and_then(Value::as_str).and_then(|like| variants.get(like).copied().flatten());
        let variant = own.or(model);
        variants.entry(code).or_insert(variant);
        codes.insert(variant.map_or_else(|| code.to_owned(), |variant| format!("{code}:{variant}")));
    }
    Ok(())
}

/// What the evidence allows each code and language; of two measurements of the same the later one counts.
fn allowances(file: &File) -> Result<BTreeMap<(&str, &str), allowance::Allowance>, String> {
    let mut allowed = BTreeMap::new();
    for exempt in tables(file, "not-judged")? {
        allowed.insert((text_of(file, exempt, "code")?, EVERY_LANGUAGE), allowance::Allowance::Speaks);
    }
    for row in tables(file, "measured")? {
        let code = text_of(file, row, "code")?;
        let number = |key: &str| {
            let value = row.get(key).and_then(Value::as_integer).and_then(|value| u32::try_from(value).ok());
            value.ok_or_else(|| format!("{}: a measurement of `{code}` has no number `{key}`", file.name))
        };
        let figures = Figures {
            words: number("words")?,
            findings: number("findings")?,
            read: number("read")?,
            right: number("right")?,
            wrong: number("wrong")?,
        };
        allowed.insert((code, text_of(file, row, "language")?), figures.allowance());
    }
    Ok(allowed)
}

/// The tables of a list; none, if the file has no such list.
fn tables<'f>(file: &'f File, key: &str) -> Result<Vec<&'f Table>, String> {
    let list = file.root.get(key).map(|list| list.as_array().map(Vec::as_slice));
    let list = list.unwrap_or(Some(&[])).ok_or_else(|| format!("{}: `{key}` is not a list", file.name))?;
    let table =
        |item: &'f Value| item.as_table().ok_or_else(|| format!("{}: `{key}` holds more than tables", file.name));
    list.iter().map(table).collect()
}

fn text_of<'f>(file: &File, table: &'f Table, key: &str) -> Result<&'f str, String> {
    let text = table.get(key).and_then(Value::as_str);
    text.ok_or_else(|| format!("{}: a table has no text `{key}`: {table}", file.name))
}
