//! Lists what is in `rules/`, for `src/rules/builtin.rs`: the files by what they hold, the codes of all rules, and what the
//! evidence allows them. Whoever adds a file adds nothing else. What the files say is written as a tree, which the program reads in place.

#[allow(dead_code, unreachable_pub)]
#[path = "src/rules/allowance.rs"]
mod allowance;
#[path = "build/cues.rs"]
mod cues;
#[allow(dead_code, unreachable_pub)]
#[path = "src/toml_doc/form.rs"]
mod form;
#[allow(dead_code, unreachable_pub)]
#[path = "build/language.rs"]
mod language;
#[allow(dead_code, unreachable_pub)]
#[path = "build/names.rs"]
mod names;
#[allow(dead_code, unreachable_pub, unused_macros)]
#[path = "build/text.rs"]
mod text;
#[path = "build/tree.rs"]
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use allowance::{EVERY_LANGUAGE, Figures};
use toml::{Table, Value};
use tree::Writer;

/// What is measured of the rules.
const EVIDENCE: &str = "rules/evidence.toml";

/// What is said about codes and groups, which the library reads only to explain them.
const CODES: &str = "rules/codes.toml";

/// Words that rules of a newsroom lack.
const GENERAL: &str = "rules/general.toml";

/// Keys of a rule that checking never asks for.
const ONLY_FOR_PEOPLE: &[&str] = &["explain", "example"];

/// Code of the program that works here too.
const SHARED: &[&str] = &[
    "language/characters.rs",
    "language/fold.rs",
    "language/worked_out.rs",
    "names/groups.rs",
    "names/lexicon.rs",
    "names/stylebook/lines.rs",
    "names/word_lists.rs",
    "rules/allowance.rs",
    "text/short_chars.rs",
    "text/span.rs",
    "text/trie.rs",
    "text/word_set.rs",
    "toml_doc/form.rs",
];

/// What is worked out of a rule when the program is built, beside what it says.
const PREPARED: &str = "prepared";

/// A TOML file: its path below the package, with `/` between the parts, and its text as parsed.
struct File {
    name: String,
    root: Table,
}

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    for shared in SHARED {
        println!("cargo::rerun-if-changed=src/{shared}");
    }
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
            _ if file.name == CODES || file.name == GENERAL => {}
            _ if file.name.contains("/gazetteer/") => gazetteers.push(file),
            _ => rules.push(file),
        }
    }
    let evidence = evidence.ok_or_else(|| format!("{EVIDENCE} is missing"))?;

    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    let out = Path::new(&out);
    let (mut text, mut tree) = (String::new(), Writer::default());
    for (what, function, files) in [
        ("Every `language.toml`.", "language_files", &languages),
        ("Every `ui.toml`: the words of the program itself.", "ui_files", &words),
        ("Every list of names of the news.", "gazetteer_files", &gazetteers),
        (
            "Every `conventions.toml`: sounds that regions write with different letters.",
            "convention_files",
            &conventions,
        ),
    ] {
        list_of(&mut text, what, function, files, |file| tree.table(&file.root).map(Some))?;
    }
    if has_feature("explanations") {
        list_of(&mut text, "Every rule set, as it is written.", "rule_files", &rules, |_| Ok(None))?;
    }
    let lean = "Every rule set without explanations and examples, each rule with what it takes over from another.";
    let (mut codes, mut rule_sets) = (BTreeSet::new(), Vec::new());
    list_of(&mut text, lean, "lean_rule_files", &rules, |file| {
        let root = lean_rules(file)?;
        codes_of(&file.name, &root, &mut codes)?;
        let prepare = |rule: &Table, tree: &mut Writer| match has_feature("laid-out") {
            true => names::prepared(rule, &root, &languages, &gazetteers, tree),
            false => Ok(None),
        };
        let head = rule_set(&root, &mut tree, prepare)?;
        rule_sets.push(root);
        Ok(Some(head))
    })?;
    let cues = match has_feature("laid-out") {
        true => format!("Some(Node::new(&TREE, {:?}))", cues::laid_out(&languages, &rule_sets, &mut tree)?),
        false => "None".to_owned(),
    };
    text.push_str(
        "/// The cues of all rules, by language, as `analysis::cues` reads them, if they were laid out.\n#[must_use]\n",
    );
    let _ = writeln!(text, "pub fn cues() -> Option<Node> {{\n    {cues}\n}}\n");
    fs::write(out.join("tree.txt"), &tree.text).map_err(|error| error.to_string())?;
    fs::write(out.join("tree.bin"), &tree.nodes).map_err(|error| error.to_string())?;
    text.push_str("static TREE: Tree = Tree::new(\n");
    text.push_str("    include_str!(concat!(env!(\"OUT_DIR\"), \"/tree.txt\")),\n");
    text.push_str("    include_bytes!(concat!(env!(\"OUT_DIR\"), \"/tree.bin\")),\n);\n\n");
    let codes: Vec<String> = codes.into_iter().collect();
    let _ = writeln!(text, "/// Every code of every rule, with its variant.\npub const CODES: &[&str] = &{codes:?};\n");
    if has_feature("explanations") {
        let _ = writeln!(text, "/// What was measured of the rules.\n#[must_use]");
        let _ = writeln!(text, "pub fn evidence_file() -> TomlFile {{\n    {}\n}}\n", included(evidence, None));
    }
    text.push_str("/// What that allows: code or group, language, and what the code may do by default there.\n");
    text.push_str("pub const ALLOWANCES: &[(&str, &str, Allowance)] = &[\n");
    for ((code, language), allowed) in allowances(evidence)? {
        let _ = writeln!(text, "    ({code:?}, {language:?}, Allowance::{allowed:?}),");
    }
    text.push_str("];\n");

    let mut hasher = DefaultHasher::new();
    files.iter().for_each(|file| (&file.name, file.root.to_string()).hash(&mut hasher));
    (&tree.text, &tree.nodes).hash(&mut hasher);
    let _ = writeln!(text, "\n/// A hash of all files.\npub const KNOWLEDGE: u64 = {};", hasher.finish());

    fs::write(out.join("characters.rs"), characters()).map_err(|error| error.to_string())?;
    fs::write(out.join("upper_halves.rs"), upper_halves()?).map_err(|error| error.to_string())?;
    fs::write(out.join("builtin.rs"), text).map_err(|error| error.to_string())
}

/// What is known of characters, for `src/language/tables.rs`.
fn characters() -> String {
    use language::worked_out;
    let mut text = String::new();
    for (name, chars, what) in
        [("WORDS", worked_out::words(), "belong to words"), ("NUMBERS", worked_out::numbers(), "are numbers")]
    {
        let bits = chars.bits();
        let _ =
            writeln!(text, "/// Those that {what}.\npub(super) static {name}: ShortChars = ShortChars::of({bits:?});");
    }
    let mut table = |what: &str, name: &str, kind: &str, len: usize, values: String| {
        let _ = writeln!(text, "/// {what}\npub(super) static {name}: [{kind}; {len}] = {values};");
    };
    for (name, strip_accents, whose) in [("WITH_ACCENTS", false, "keep accents"), ("WITHOUT_ACCENTS", true, "do not")] {
        let folded = worked_out::folded(strip_accents);
        let what = format!("What the general rules of folding make of each, in languages that {whose}.");
        table(&what, name, "u16", folded.len(), format!("{folded:?}"));
    }
    let script =
        |script: Option<_>| script.map_or_else(|| "None".to_owned(), |script| format!("Some(Script::{script:?})"));
    let scripts: Vec<String> = worked_out::scripts().into_iter().map(script).collect();
    table(
        "The script of each that is a letter.",
        "SCRIPTS",
        "Option<Script>",
        scripts.len(),
        format!("[{}]", scripts.join(", ")),
    );
    let letters = worked_out::letters();
    table("The lower case of each that is part of a word.", "LOWER_CASE", "u16", letters.len(), format!("{letters:?}"));
    text
}

/// What the bytes from 0x80 on are in each encoding of single bytes, for `src/text/encoding.rs`: who asks no more of encodings needs no
/// decoder, and none of the tables of those of several bytes.
fn upper_halves() -> Result<String, String> {
    const LABELS: [&str; 28] = [
        "ibm866",
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-6",
        "iso-8859-7",
        "iso-8859-8",
        "iso-8859-8-i",
        "iso-8859-10",
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
        "koi8-r",
        "koi8-u",
        "macintosh",
        "windows-874",
        "windows-1250",
        "windows-1251",
        "windows-1252",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1257",
        "windows-1258",
        "x-mac-cyrillic",
    ];
    let mut text = format!("static UPPER_HALVES: [(&str, [u16; 128]); {}] = [\n", LABELS.len());
    for label in LABELS {
        let encoding =
            encoding_rs::Encoding::for_label(label.as_bytes()).ok_or_else(|| format!("no encoding {label}"))?;
        let letter = |byte: u8| {
            let read = encoding.decode_without_bom_handling(&[byte]).0.chars().next();
            read.and_then(|c| u16::try_from(u32::from(c)).ok()).unwrap_or(0xFFFD)
        };
        let letters: Vec<u16> = (0x80..=0xFF).map(letter).collect();
        let _ = writeln!(text, "    ({:?}, {letters:?}),", encoding.name());
    }
    text.push_str("];\n");
    Ok(text)
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

/// Adds a function that lists files, each with the head of what it says, if that is in the tree.
fn list_of(
    text: &mut String,
    what: &str,
    function: &str,
    files: &[&File],
    mut read: impl FnMut(&File) -> Result<Option<tree::Head>, String>,
) -> Result<(), String> {
    let _ = writeln!(text, "/// {what}\n#[must_use]\npub fn {function}() -> Vec<TomlFile> {{\n    vec![");
    for file in files {
        let head = read(file).map_err(|fault| format!("{}: {fault}", file.name))?;
        let _ = writeln!(text, "        {},", included(file, head));
    }
    text.push_str("    ]\n}\n\n");
    Ok(())
}

/// The expression that makes the file a part of the program: its text, unless only those want it who explain or prove rules, and
/// what it says.
fn included(File { name, .. }: &File, head: Option<tree::Head>) -> String {
    let text = match has_feature("explanations") {
        true => format!(r#"include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/{name}"))"#),
        false => "\"\"".to_owned(),
    };
    let read = head.map_or_else(|| "None".to_owned(), |head| format!("Some(Node::new(&TREE, {head:?}))"));
    format!(r#"TomlFile::built_in("{name}", {text}, {read})"#)
}

/// Whether the library is built with a feature.
fn has_feature(name: &str) -> bool {
    env::var_os(format!("CARGO_FEATURE_{}", name.to_uppercase().replace('-', "_"))).is_some()
}

/// A rule set without what only people read, explanations and examples, and without names that only examples need. A rule that is like another of its file says itself what it
/// takes over from that one: from the first with its code.
fn lean_rules(file: &File) -> Result<Table, String> {
    let mut root = file.root.clone();
    let mut said: BTreeMap<String, Table> = BTreeMap::new();
    for rule in root.get_mut("rule").and_then(Value::as_array_mut).into_iter().flatten() {
        let rule = rule.as_table_mut().ok_or("`rule` holds more than tables")?;
        if let Some(like) = rule.remove("like") {
            let model = like.as_str().and_then(|like| said.get(like));
            let model = model.ok_or_else(|| format!("no rule above has the code {like}"))?;
            for (key, value) in model {
                rule.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        ONLY_FOR_PEOPLE.iter().for_each(|key| drop(rule.remove(*key)));
        if let Some(names) = rule.get_mut("name").and_then(Value::as_array_mut) {
            let is_sample = |name: &Value| name.get("sample").and_then(Value::as_bool) == Some(true);
            names.retain(|name| !is_sample(name));
        }
        let code = rule.get("code").and_then(Value::as_str).ok_or("a rule has no `code`")?;
        said.entry(code.to_owned()).or_insert_with(|| rule.clone());
    }
    Ok(root)
}

/// Adds a rule set, each rule with what is worked out of it.
fn rule_set(
    root: &Table,
    tree: &mut Writer,
    mut prepare: impl FnMut(&Table, &mut Writer) -> Result<Option<tree::Head>, String>,
) -> Result<tree::Head, String> {
    let mut rules = Vec::new();
    for rule in root.get("rule").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table) {
        let prepared = prepare(rule, tree)?.map(|head| (PREPARED, head));
        rules.push(tree.table_with(rule, prepared.as_slice())?);
    }
    let rules = tree.array(&rules)?;
    let mut others = root.clone();
    others.remove("rule");
    tree.table_with(&others, &[("rule", rules)])
}

/// Adds the codes of a rule set, with their variants.
fn codes_of(name: &str, root: &Table, codes: &mut BTreeSet<String>) -> Result<(), String> {
    for rule in tables(name, root, "rule")? {
        let code = text_of(name, rule, "code")?;
        let variant = rule.get("variant").and_then(Value::as_str);
        codes.insert(variant.map_or_else(|| code.to_owned(), |variant| format!("{code}:{variant}")));
    }
    Ok(())
}

/// What the evidence allows each code and language; of two measurements of the same the later one counts.
fn allowances(file: &File) -> Result<BTreeMap<(&str, &str), allowance::Allowance>, String> {
    let mut allowed = BTreeMap::new();
    for exempt in tables(&file.name, &file.root, "not-judged")? {
        allowed.insert((text_of(&file.name, exempt, "code")?, EVERY_LANGUAGE), allowance::Allowance::Speaks);
    }
    for row in tables(&file.name, &file.root, "measured")? {
        let code = text_of(&file.name, row, "code")?;
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
        allowed.insert((code, text_of(&file.name, row, "language")?), figures.allowance());
    }
    Ok(allowed)
}

/// The tables of a list; none, if the file has no such list.
fn tables<'f>(name: &str, root: &'f Table, key: &str) -> Result<Vec<&'f Table>, String> {
    let list = root.get(key).map(|list| list.as_array().map(Vec::as_slice));
    let list = list.unwrap_or(Some(&[])).ok_or_else(|| format!("{name}: `{key}` is not a list"))?;
    let table = |item: &'f Value| item.as_table().ok_or_else(|| format!("{name}: `{key}` holds more than tables"));
    list.iter().map(table).collect()
}

fn text_of<'f>(name: &str, table: &'f Table, key: &str) -> Result<&'f str, String> {
    let text = table.get(key).and_then(Value::as_str);
    text.ok_or_else(|| format!("{name}: a table has no text `{key}`: {table}"))
}
