//! Problems, for people: one line, and where the problem is in a TOML file, the place drawn.

use super::Ui;
use super::drawing::drawn;
use super::safe::shown;
use crate::text::Problem;

/// One problem in lines: `error: path:line:col: message`, for TOML files the place in its lines, and what to do. `colour` is
/// whether they may hold colours.
#[must_use]
pub fn problem_text(problem: &Problem, ui: &Ui, colour: bool) -> String {
    let mut text = format!("{}: {}\n", ui.say("problem"), shown(&problem.to_string()));
    text.extend(problem.place.as_ref().and_then(|place| drawn(place, colour)));
    text.extend(problem.help.iter().map(|help| format!("  {}: {}\n", ui.say("help"), shown(help))));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::ui_files;
    use crate::text::Place;
    use crate::toml_doc::TomlFile;

    fn told(problem: &Problem) -> String {
        problem_text(problem, &Ui::load(&ui_files(), "en").unwrap(), false)
    }

    #[test]
    fn a_problem_without_lines_to_draw_is_one_line_and_its_help() {
        let problem = Problem::new("bad\u{1b}[2J").with_help("do this").at(Place::file("a\nb.txt"));
        assert_eq!(told(&problem), "error: a\\nb.txt: bad\\u{001B}[2J\n  help: do this\n");
    }

    #[test]
    fn a_place_in_toml_is_drawn_without_what_is_hostile_in_it() {
        let file = TomlFile::new("a.toml", "# \u{202e}\u{1b}\nkye = 1\n");
        let told = told(&file.problem(7..10, "unknown key `kye`").with_help("did you mean `key`?"));
        assert!(told.starts_with("error: a.toml:2:1: unknown key `kye`\n"), "{told}");
        assert!(told.contains("2 │ kye = 1\n   · ───\n"), "{told}");
        assert!(told.ends_with("  help: did you mean `key`?\n"), "{told}");
        assert!(!told.contains(['\u{202e}', '\u{1b}']), "{told}");
        assert_eq!(told.matches("unknown key").count(), 1, "{told}");
    }
}
