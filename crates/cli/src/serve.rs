//! `copydesk serve`: the rules of this folder for editors that let their user name a server.

use std::io::{self, Write as _};
use std::sync::Arc;

use copydesk::text::Problem;
use copydesk_serve::{Access, Desk, Limits, Options, Origin, Server, Token};

use crate::args::ServeArgs;
use crate::terminal::Terminal;

/// Answers for as long as nobody ends it. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &ServeArgs, terminal: &Terminal) -> io::Result<u8> {
    let opened = access(args).and_then(|access| {
        let limits = Limits::default();
        let options = Options { rules: args.force.options(), language: args.lang.clone() };
        let desk = Desk::open(options, &terminal.ui.tag, &limits, terminal.teller())?;
        Ok((Server::bind(args.listen, args.port, access, limits)?, desk))
    });
    let (server, desk) = match opened {
        Ok(opened) => opened,
        Err(problem) => {
            terminal.tell(&problem);
            return Ok(2);
        }
    };
    let address = format!("http://{}", server.address());
    let mut out = io::stdout().lock();
    let keys = match args.token {
        None => ["serve-listens", "serve-name"],
        Some(_) => ["serve-listens-with-token", "serve-name-with-token"],
    };
    for key in keys {
        writeln!(out, "{}", terminal.ui.fill(key, &[("address", &address)]))?;
    }
    out.flush()?;
    drop(out);
    match server.run(Arc::new(desk)) {
        Ok(()) => Ok(0),
        Err(problem) => {
            terminal.tell(&problem);
            Ok(2)
        }
    }
}

fn access(args: &ServeArgs) -> Result<Access, Problem> {
    let origins = args.allow_origin.iter().map(|text| Origin::new(text)).collect::<Result<_, _>>()?;
    Ok(Access::new(origins, args.token.as_deref().map(Token::new).transpose()?))
}
