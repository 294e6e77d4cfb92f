//! Rust files as their compiler sees them: comments, documentation and test code left out.

use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item};

use super::support;

/// One file of a package, without comments, documentation and what only tests compile.
pub struct RustFile {
    /// Path below the root, such as `src/text/span.rs`.
    pub path: String,
    /// Modules from the crate's root to this file, such as `["text", "span"]`; empty for `lib.rs` and `main.rs`.
    pub module: Vec<String>,
    /// Every token in order, groups opened: brackets and braces are tokens of their own.
    pub tokens: Vec<Token>,
    /// The items at the top of the file.
    pub items: Vec<Item>,
}

/// One token and its line, from 1.
pub struct Token {
    /// Its text as written.
    pub text: String,
    /// Its line.
    pub line: usize,
}

impl RustFile {
    /// Whether it is a part of the library.
    pub fn is_of_library(&self) -> bool {
        self.path.starts_with("src/")
    }

    /// The outermost module: in the library, the layer this file belongs to.
    pub fn layer(&self) -> &str {
        self.module.first().map_or("", String::as_str)
    }

    /// What stands directly below `root` in every path that begins with it: for `std` and `use std::{fs, io::Read}`,
    /// `fs` and `io`, each with its line.
    pub fn below(&self, root: &str) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        for (index, token) in self.tokens.iter().enumerate() {
            let inside_path = index >= 2 && self.text(index - 1) == ":" && self.text(index - 2) == ":";
            if token.text == root && !inside_path {
                self.first_parts(index + 1, &mut found);
            }
        }
        found
    }

    /// What paths that climb with `super` to the crate's root name there.
    pub fn below_super(&self) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        let mut index = 0;
        while index < self.tokens.len() {
            let mut height = 0;
            while self.text(index) == "super" {
                height += 1;
                index += if self.text(index + 3) == "super" { 3 } else { 1 };
            }
            if height > 0 && height >= self.module.len() {
                self.first_parts(index, &mut found);
            }
            index += 1;
        }
        found
    }

    /// Notes the first part of each path that goes on at `index` with `::name` or `::{name, …}`.
    fn first_parts(&self, index: usize, found: &mut Vec<(String, usize)>) {
        if self.text(index) != ":" || self.text(index + 1) != ":" {
            return;
        }
        let Some(next) = self.tokens.get(index + 2) else { return };
        if next.text != "{" {
            found.push((next.text.clone(), next.line));
            return;
        }
        let (mut depth, mut begins) = (0, false);
        for token in self.tokens.iter().skip(index + 2) {
            match token.text.as_str() {
                "{" => {
                    depth += 1;
                    begins = depth == 1;
                }
                "}" => depth -= 1,
                "," => begins = depth == 1,
                _ if begins => {
                    found.push((token.text.clone(), token.line));
                    begins = false;
                }
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// The text of a token; empty past the end.
    pub fn text(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &token.text)
    }
}

/// The folders of Rust files that are compiled into the program: the library's, and those of the crates around it.
const FOLDERS: &[&str] = &["src", "crates/workspace/src", "crates/lsp/src", "crates/cli/src"];

/// Every Rust file that is compiled into the program.
pub fn files() -> Vec<RustFile> {
    let root = parse(&support::root().join("src/lib.rs"));
    let test_modules: Vec<String> = root
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Mod(module) if is_test_only(&module.attrs) => Some(format!("src/{}.rs", module.ident)),
            _ => None,
        })
        .collect();
    let files = FOLDERS.iter().flat_map(|folder| support::files(folder, "rs"));
    files.filter(|(name, _)| !test_modules.contains(name)).map(|(name, path)| load(name, &path)).collect()
}

fn parse(path: &Path) -> syn::File {
    syn::parse_file(&support::read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn load(name: String, path: &Path) -> RustFile {
    let inner = name.rsplit_once("src/").map_or(&*name, |(_, inner)| inner);
    let inner = inner.trim_end_matches(".rs").trim_end_matches("/mod");
    let module = if matches!(inner, "lib" | "main") { "" } else { inner };
    let items = without_tests(parse(path).items);
    let mut tokens = Vec::new();
    for item in &items {
        flatten(item.to_token_stream(), &mut tokens);
    }
    RustFile {
        module: module.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
        path: name,
        tokens,
        items,
    }
}

fn without_tests(items: Vec<Item>) -> Vec<Item> {
    let attributes = |item: &Item| match item {
        Item::Mod(item) => item.attrs.clone(),
        Item::Fn(item) => item.attrs.clone(),
        Item::Use(item) => item.attrs.clone(),
        Item::Impl(item) => item.attrs.clone(),
        _ => Vec::new(),
    };
    items.into_iter().filter(|item| !is_test_only(&attributes(item))).collect()
}

fn is_test_only(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|a| a.path().is_ident("cfg") && a.to_token_stream().to_string().contains("test"))
}

fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    let mut rest = stream.into_iter().peekable();
    while let Some(tree) = rest.next() {
        let line = tree.span().start().line;
        let mut push = |text: &str| tokens.push(Token { text: text.into(), line });
        match tree {
            // An attribute that is documentation: `#[doc = "…"]`.
            TokenTree::Punct(hash) if hash.as_char() == '#' => match rest.peek() {
                Some(TokenTree::Group(group)) if group.stream().to_string().starts_with("doc ") => {
                    rest.next();
                }
                _ => push("#"),
            },
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                push(open);
                flatten(group.stream(), tokens);
                tokens.push(Token { text: close.into(), line: group.span_close().start().line });
            }
            TokenTree::Literal(literal) => push(&literal.to_string()),
            TokenTree::Ident(ident) => push(&ident.to_string()),
            TokenTree::Punct(punct) => push(&punct.as_char().to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(module: &str, code: &str) -> RustFile {
        let items = without_tests(syn::parse_file(code).unwrap().items);
        let mut tokens = Vec::new();
        items.iter().for_each(|item| flatten(item.to_token_stream(), &mut tokens));
        let module = module.split('/').map(str::to_owned).collect();
        RustFile { path: String::new(), module, tokens, items }
    }

    fn names(found: Vec<(String, usize)>) -> Vec<String> {
        found.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn paths_are_read_through_groups_and_tests_are_left_out() {
        let code = "use std::{fs, io::{self, Read}};\nfn f() { std::env::args(); }\n#[cfg(test)]\nmod tests { use std::thread; }";
        assert_eq!(names(file("text", code).below("std")), ["fs", "io", "env"]);
    }

    #[test]
    fn super_is_followed_to_the_root_and_no_farther() {
        let code = "use super::super::engine;\nuse super::span;\nuse super::super::{config::run, text};";
        assert_eq!(names(file("text/decode", code).below_super()), ["engine", "config", "text"]);
    }

    #[test]
    fn literals_are_seen_and_comments_are_not() {
        let code = "/// \"doc\"\nfn f() { /* 'block' */ \"kept\"; }";
        let file = file("x", code);
        let quoted: Vec<_> = file.tokens.iter().filter(|token| token.text.contains(['"', '\''])).collect();
        assert_eq!(quoted.iter().map(|token| token.text.as_str()).collect::<Vec<_>>(), ["\"kept\""]);
    }
}
