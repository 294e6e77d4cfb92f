//! How the server speaks: in which words, and so that an editor whose own text runs the other way shows them in their order.

use copydesk::language::Direction;
use copydesk::report::Ui;

/// Begins text that runs from right to left whatever is around it, and ends it.
const ISOLATE: [&str; 2] = ["\u{2067}", "\u{2069}"];

/// The words of a server.
#[derive(Debug, Clone)]
pub struct Voice {
    /// The program's own words.
    pub ui: Ui,
    /// Whether the editor displays isolated text as Unicode has it. One that does not would show the signs themselves.
    pub isolates: bool,
}

impl Voice {
    /// A line for people, in order wherever it is shown.
    #[must_use]
    pub fn line(&self, text: String) -> String {
        let [begin, end] = ISOLATE;
        if self.isolates && self.ui.direction == Direction::Rtl { format!("{begin}{text}{end}") } else { text }
    }

    /// The program's own words for `key`, filled in, as a line.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.line(self.ui.fill(key, values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk::rules::ui_files;

    #[test]
    fn lines_are_isolated_where_that_is_understood_and_needed() {
        let say = |tag: &str, isolates: bool| {
            let ui = Ui::load(&ui_files(), tag).unwrap();
            Voice { ui, isolates }.line("a".to_owned())
        };
        assert_eq!(say("ar", true), "\u{2067}a\u{2069}");
        assert_eq!((say("ar", false), say("en", true)), ("a".to_owned(), "a".to_owned()));
    }
}
