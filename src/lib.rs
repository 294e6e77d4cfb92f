//! Checks news articles for defects of editing: names spelled in several ways, quotation marks that do not pair or face the wrong
//! way, quotations and claims nobody is named for, and promotional lines. Bytes in, findings out: nothing here touches files, the
//! clock or the network, and it builds for WebAssembly (without the feature `parallel`).
//!
//! ```
//! # fn main() -> Result<(), copydesk::Problem> {
//! use copydesk::{Article, Finding, Linter};
//!
//! let article = Article::new("The mayor said: “We wait for the tide.");
//! let outcome = Linter::built_in()?.check(&article);
//! let findings = Finding::all(&article, &outcome, "en");
//! assert_eq!((findings[0].code.as_str(), findings[0].start.utf16), ("quotes/unclosed", 16));
//! # Ok(()) }
//! ```
//!
//! With a `copydesk.toml`, from texts in memory; [`Files`] is the trait behind them, for a disk or an editor:
//!
//! ```
//! # fn main() -> Result<(), copydesk::Problem> {
//! use copydesk::{Article, Configuration, Linter, Texts};
//!
//! let files = Texts::from([("copydesk.toml", "ignore = [\"quotes\"]")]);
//! let configuration = Configuration::read(&files, "copydesk.toml")?;
//! assert!(configuration.problems.is_empty());
//! let linter = Linter::configured(&configuration, "news/tide.md");
//! let outcome = linter.check(&Article::named("news/tide.md", "She said: “We wait for the tide."));
//! assert!(outcome.findings.is_empty());
//! # Ok(()) }
//! ```
//!
//! What stands at the top of this crate is its interface. The modules are its inside: they are public for the programs that are
//! built with it (`copydesk-workspace`, `copydesk-lsp`, `copydesk-cli`), and change without notice. `ARCHITECTURE.md` in the
//! repository says how they fit together.

pub mod analysis;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod engine;
pub mod kinds;
pub mod language;
pub mod linter;
pub mod names;
pub mod report;
pub mod rules;
pub mod text;
mod threads;
pub mod toml_doc;

pub use diagnostic::{Applicability, Diagnostic, Severity};
pub use document::{Article, Format};
pub use engine::{Outcome, Repair};
pub use linter::{Configuration, Files, Linter, Reviewer, Texts};
pub use report::{
    Finding, FindingEdit, FindingFix, RelatedPlace, Review, ReviewFix, ReviewRequest, TextPosition, TextRange,
};
pub use text::Problem;

#[cfg(test)]
pub(crate) mod testing;
