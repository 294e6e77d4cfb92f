//! Text broken into lines of a given width, for terminals.

use unicode_width::UnicodeWidthStr as _;

/// The lines of a text that may have several paragraphs, none wider than `width` columns unless a single word is. Paragraphs
/// are separated by empty lines; lines that begin with `- ` are items of a list, lines indented by four spaces are left as they
/// are, and all other line breaks count as spaces.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut paragraph = String::new();
    for line in text.trim_matches('\n').lines() {
        let is_verbatim = line.starts_with("    ");
        if is_verbatim || line.trim().is_empty() || line.starts_with("- ") {
            fill(&mut lines, &std::mem::take(&mut paragraph), width);
        }
        if is_verbatim {
            lines.push(line.to_owned());
        } else if line.trim().is_empty() {
            lines.push(String::new());
        } else {
            paragraph.push(' ');
            paragraph.push_str(line);
        }
    }
    fill(&mut lines, &paragraph, width);
    lines
}

/// How many columns of a terminal a text takes.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Breaks one paragraph; the further lines of an item of a list are indented under its first word.
fn fill(lines: &mut Vec<String>, paragraph: &str, width: usize) {
    let indent = if paragraph.trim_start().starts_with("- ") { "  " } else { "" };
    let mut line = String::new();
    for word in paragraph.split_whitespace() {
        if !line.trim().is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::replace(&mut line, indent.to_owned()));
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.extend(Some(line).filter(|line| !line.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_filled_and_lists_and_code_keep_their_lines() {
        let text = "one two\nthree four\n\n- five six seven\n- eight\n\n    kept   as it is\nnine";
        let lines = wrapped(text, 10);
        assert_eq!(
            lines,
            ["one two", "three four", "", "- five six", "  seven", "- eight", "", "    kept   as it is", "nine"]
        );
    }

    #[test]
    fn a_word_wider_than_the_line_stands_alone() {
        assert_eq!(wrapped("a copydesk/unexplained-suppression b", 10), ["a", "copydesk/unexplained-suppression", "b"]);
    }

    #[test]
    fn vowel_signs_take_no_column() {
        assert_eq!(columns("يُفتَح"), 4);
    }
}
