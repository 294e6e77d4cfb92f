//! The command as its users run it.

mod files;
mod formats;
mod living;
mod lsp;
mod names;
mod newcomer;
<<<<<<< HEAD
mod records;
=======
mod silence;
>>>>>>> 90837d7 (silence by front matter; a newsroom moves in)

/// One file of this folder is one call: its arguments, exit status and output, and the folder it runs in.
/// `TRYCMD=overwrite cargo test --test cmd` writes down what the command now says; read the difference before you keep it.
#[test]
fn calls() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}
