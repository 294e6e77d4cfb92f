//! Writes the page on which an article is read and repaired in a browser, as one file that needs no server and loads nothing.
//!
//!     gzip -9nc copydesk.wasm | base64 -w0 > module.txt
//!     cargo run --example page -- module.txt copydesk.html [LANGUAGE]
//!
//! The file opens as it is and can be put on any server. It speaks LANGUAGE (`ar`, `en`), or else that of the reader's browser. With
//! `server` for the first file it is the page that `copydesk serve` gives out; with a file of reviews (`.json`), a report.

use std::error::Error;
use std::fs;

use copydesk::report::page::{PageEngine, write_page};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (input, output, language) = match arguments.as_slice() {
        [input, output] => (input, output, None),
        [input, output, language] => (input, output, Some(language.as_str())),
        _ => return Err("expected: FILE OUTPUT [LANGUAGE]".into()),
    };
    let text = if input == "server" { String::new() } else { fs::read_to_string(input)? };
    let engine = match input.as_str() {
        "server" => PageEngine::Server,
        reviews if reviews.ends_with(".json") => PageEngine::Reviews(&text),
        _ => PageEngine::Module(text.trim()),
    };
    write_page(&mut fs::File::create(output)?, engine, language)?;
    Ok(())
}
