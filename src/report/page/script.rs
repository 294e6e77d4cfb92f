//! The modules of the page as one script. A page that is a file can load none, so each becomes a function that is called once, and what it
//! imports is taken from those before it.

use std::fmt::Write;

/// The modules of `web/`, each after those it imports.
macro_rules! modules {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../web/", $name, ".js")))),*]
    };
}

const MODULES: [(&str, &str); 25] = modules![
    "dom",
    "words",
    "lines",
    "draw",
    "source",
    "history",
    "clipboard",
    "reply",
    "rich",
    "formatted",
    "docx",
    "files",
    "editor",
    "cards",
    "names",
    "quotations",
    "panel",
    "keys",
    "frame",
    "many",
    "desk",
    "print",
    "report",
    "engine-worker",
    "engine-server",
];
const MAIN: &str = include_str!("../../../web/main.js");

/// The modules of the worker, in which the WebAssembly module runs.
const WORKER: [(&str, &str); 2] = modules!["call", "worker"];

/// The script of the page. Its SHA-256 stands in the policy.
#[must_use]
pub fn script() -> String {
    joined(MODULES.into_iter().chain([("main", MAIN)]))
}

/// The script of the page's worker.
pub(super) fn worker() -> String {
    joined(WORKER)
}

fn joined(modules: impl IntoIterator<Item = (&'static str, &'static str)>) -> String {
    let mut script = String::from("\"use strict\";\n(() => {\n");
    for (name, text) in modules {
        push_module(&mut script, name, text);
    }
    script.push_str("})();\n");
    script
}

/// Writes a module as a constant that holds what it exports. Imports and exports each stand on a line of their own.
fn push_module(script: &mut String, name: &str, text: &str) {
    let mut exports = Vec::new();
    let _ = writeln!(script, "const {} = (() => {{", constant(name));
    for line in text.lines() {
        if let Some((names, from)) = imported(line) {
            let _ = writeln!(script, "const {names} = {};", constant(from));
        } else if let Some(rest) = line.strip_prefix("export ") {
            exports.extend(declared(rest));
            let _ = writeln!(script, "{rest}");
        } else {
            let _ = writeln!(script, "{line}");
        }
    }
    let _ = writeln!(script, "return {{ {} }};\n}})();", exports.join(", "));
}

/// What a line imports, in braces, and the name of the module it comes from.
fn imported(line: &str) -> Option<(&str, &str)> {
    let (names, from) = line.strip_prefix("import ")?.split_once(" from \"./")?;
    Some((names, from.strip_suffix(".js\";")?))
}

/// The name that a line declares.
fn declared(line: &str) -> Option<&str> {
    let line = line.strip_prefix("async ").unwrap_or(line);
    let rest = ["function ", "class ", "const "].iter().find_map(|keyword| line.strip_prefix(keyword))?;
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

fn constant(module: &str) -> String {
    format!("module_{}", module.replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_becomes_a_constant_with_what_it_exports() {
        let mut script = String::new();
        push_module(
            &mut script,
            "two-words",
            "import { a, b } from \"./one.js\";\nexport async function c() {}\nconst d = 1;\nexport const e = 2;\n",
        );
        assert_eq!(
            script,
            "const module_two_words = (() => {\nconst { a, b } = module_one;\nasync function c() {}\nconst d = 1;\nconst e = 2;\nreturn { c, e };\n})();\n"
        );
    }

    #[test]
    fn each_module_comes_after_what_it_imports() {
        let mut known = Vec::new();
        for (name, text) in MODULES.into_iter().chain([("main", MAIN)]).chain(WORKER) {
            for line in text.lines().filter(|line| line.starts_with("import ")) {
                let (_, from) = imported(line).unwrap_or_else(|| panic!("{name}: {line}"));
                assert!(known.contains(&from), "{name} imports {from}");
            }
            known.push(name);
        }
    }

    #[test]
    fn nothing_in_the_script_ends_it() {
        assert!(!script().contains("</script") && !worker().contains("</script"));
    }
}
