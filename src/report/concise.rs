//! One line a finding, as editors and scripts know it: `path:line:column: severity[code] message`.

use std::io;

use super::safe::shown;
use super::{Article, Reporter, Summary, origin};

/// One line a finding.
#[derive(Debug)]
pub struct Concise {
    /// Language tag of the messages.
    pub ui: String,
}

impl Reporter for Concise {
    fn article(&mut self, out: &mut dyn io::Write, article: Article<'_>) -> io::Result<()> {
        let path = article.source.id.name();
        for diagnostic in article.found {
            let at = article.source.file_position(diagnostic.span.start);
            let severity = diagnostic.severity.as_str();
            let message = diagnostic.message.render(&self.ui, str::to_owned);
            let (code, origin) = (diagnostic.code.as_str(), origin(article.source));
            let line = format!("{path}:{}:{}: {severity}[{code}]{origin} {message}", at.line, at.column);
            writeln!(out, "{}", shown(&line))?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn io::Write, _: &Summary) -> io::Result<()> {
        Ok(())
    }
}
