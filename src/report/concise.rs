//! One line a finding, as editors and scripts know it: `path:line:column: severity[code] message`.

use std::io;
use std::sync::Arc;

use super::safe::shown;
use super::{Render, Reported, Reporter, Summary, origin};
use crate::diagnostic::Diagnostic;

/// One line a finding.
#[derive(Debug, Clone)]
pub struct Concise {
    /// Language tag of the messages.
    pub ui: String,
}

impl Render for Concise {
    fn render(&self, article: Reported<'_>) -> io::Result<Vec<String>> {
        let path = article.source.id.name();
        let line = |diagnostic: &Diagnostic| {
            let at = article.source.file_position(diagnostic.span.start);
            let severity = diagnostic.severity.as_str();
            let message = diagnostic.message.plain(&self.ui);
            let (code, origin) = (diagnostic.code.as_str(), origin(article.source));
            let line = format!("{path}:{}:{}: {severity}[{code}]{origin} {message}", at.line, at.column);
            shown(&line).into_owned()
        };
        Ok(article.found.iter().map(line).collect())
    }
}

impl Reporter for Concise {
    fn renderer(&self) -> Option<Arc<dyn Render>> {
        Some(Arc::new(self.clone()))
    }

    fn article(&mut self, out: &mut dyn io::Write, _: Reported<'_>, rendered: &[String]) -> io::Result<()> {
        rendered.iter().try_for_each(|line| writeln!(out, "{line}"))
    }

    fn finish(&mut self, _: &mut dyn io::Write, _: &Summary) -> io::Result<()> {
        Ok(())
    }
}
