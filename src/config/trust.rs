//! Whom a project believes besides its outermost configuration.

/// Who may silence findings. Only the outermost configuration of a project decides: what it forbids, whoever writes an article or
/// adds a file in a folder cannot allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trust {
    /// Configurations in folders below it.
    pub nested: bool,
    /// Articles, by comments and in their front matter.
    pub suppressions: bool,
}

impl Default for Trust {
    /// Everybody, as long as nothing else is said.
    fn default() -> Self {
        Self { nested: true, suppressions: true }
    }
}
