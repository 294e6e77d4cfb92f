//! Where a rule of Vale looks.

use super::super::note::{Note, Weight};
use super::super::yaml::Node;

/// What a rule counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Per {
    Sentence,
    #[default]
    Paragraph,
    Article,
}

/// Where a rule looks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    pub headings: Option<&'static str>,
    pub roles: Vec<&'static str>,
    pub per: Per,
}

impl Per {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Article => "article",
        }
    }
}

impl Scope {
    /// Reads what is written under `scope`.
    ///
    /// # Errors
    /// A note on the part of a text that is not told apart here: the rule would find something wherever it looks.
    pub fn read(written: Option<&Node>, notes: &mut Vec<Note>) -> Result<Self, Note> {
        let mut scope: Option<Self> = None;
        for node in written.map(Node::items).unwrap_or_default() {
            let one = of_one(node, notes)?;
            scope = match scope {
                None => Some(one),
                // All of a text holds every part of it.
                Some(known) if known == Self::default() || one == known => Some(known),
                Some(_) if one == Self::default() => Some(one),
                Some(_) => return Err(unknown(node)),
            };
        }
        Ok(scope.unwrap_or_default())
    }
}

fn unknown(node: &Node) -> Note {
    Note::new(Weight::Whole, node.line, "scope", "import-scope", node.text().unwrap_or_default())
}

/// One scope: parts that all have to hold, those with `~` must not.
fn of_one(node: &Node, notes: &mut Vec<Note>) -> Result<Scope, Note> {
    let mut scope = Scope::default();
    for part in node.text().unwrap_or_default().split('&').map(str::trim) {
        let mut names = part.trim_start_matches('~').split('.');
        let (base, further) = (names.next().unwrap_or_default(), names.next());
        if base == "heading" && further.is_some_and(|level| level.starts_with('h')) {
            notes.push(Note::new(Weight::Part, node.line, "scope", "import-heading-level", part));
        }
        match (part.starts_with('~'), base) {
            (false, "text" | "paragraph") => {}
            (false, "sentence") => scope.per = Per::Sentence,
            (false, "summary") => (scope.per, scope.headings) = (Per::Article, Some("exclude")),
            (false, "heading") => scope.headings = Some("only"),
            (true, "heading") => scope.headings = Some("exclude"),
            (false, "blockquote") => scope.roles = vec!["quotation"],
            (false, "alt" | "caption" | "figcaption") => scope.roles = vec!["caption"],
            (false, "figure" | "table") if further == Some("caption") => scope.roles = vec!["caption"],
            (true, _) => notes.push(Note::new(Weight::Part, node.line, "scope", "import-scope-wider", part)),
            (false, _) => return Err(unknown(node)),
        }
    }
    Ok(scope)
}

#[cfg(test)]
mod tests {
    use super::super::super::yaml::parse;
    use super::*;

    fn read(text: &str) -> Result<(Scope, Vec<&'static str>), &'static str> {
        let tree = parse(text).unwrap();
        let mut notes = Vec::new();
        let scope = Scope::read(tree.get("scope"), &mut notes).map_err(|note| note.reason)?;
        Ok((scope, notes.into_iter().map(|note| note.reason).collect()))
    }

    #[test]
    fn scopes_become_roles() {
        let whole = |text: &str| read(text).map(|(scope, notes)| (scope.headings, scope.per, notes));
        assert_eq!(whole("a: b"), Ok((None, Per::Paragraph, vec![])));
        assert_eq!(whole("scope: sentence"), Ok((None, Per::Sentence, vec![])));
        assert_eq!(whole("scope: heading.h2"), Ok((Some("only"), Per::Paragraph, vec!["import-heading-level"])));
        assert_eq!(whole("scope: ~heading.h1"), Ok((Some("exclude"), Per::Paragraph, vec!["import-heading-level"])));
        assert_eq!(whole("scope: ~heading & ~list"), Ok((Some("exclude"), Per::Paragraph, vec!["import-scope-wider"])));
        assert_eq!(whole("scope: [heading.h1, text]"), Ok((None, Per::Paragraph, vec!["import-heading-level"])));
        assert_eq!(read("scope: blockquote").unwrap().0.roles, ["quotation"]);
        for unknown in ["scope: raw", "scope: [heading, blockquote]", "scope: list", "scope: comment.line"] {
            assert_eq!(read(unknown), Err("import-scope"), "{unknown}");
        }
    }
}
