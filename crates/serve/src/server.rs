//! A socket, and who may speak to it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use copydesk::text::Problem;
use copydesk_workspace::read::system_words;

use super::access::Access;
use super::connections;
use super::limits::Limits;
use super::site::Site;

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    access: Access,
    limits: Limits,
}

impl Server {
    /// Listens on a port, a free one for 0; on this machine's own address, or on the one given.
    ///
    /// # Errors
    /// A problem, if other machines could ask and need no token for it, or if the port cannot be had.
    pub fn bind(on: Option<IpAddr>, port: u16, access: Access, limits: Limits) -> Result<Self, Problem> {
        let is_chosen = on.is_some();
        let on = on.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        if !on.is_loopback() && access.token.is_none() {
            let problem = Problem::new(format!("whoever reaches {on} could ask, and read what others have checked"));
            return Err(problem.with_help("set a token: --token, or the variable COPYDESK_TOKEN"));
        }
        let cannot = |error: std::io::Error| {
            let problem =
                Problem::new(format!("cannot listen on {}: {}", SocketAddr::new(on, port), system_words(&error)));
            problem.with_help("--port names another port; 0 takes a free one")
        };
        let listener = TcpListener::bind((on, port)).map_err(cannot)?;
        listener.set_nonblocking(true).map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        // Behind a proxy of one's own a machine goes by other names.
        let by_any_name = is_chosen && access.token.is_some();
        Ok(Self { listener, address, access: Access { by_any_name, ..access }, limits })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers for as long as the process lives, or until the site is over.
    ///
    /// # Errors
    /// A problem, if the system has no means left to listen.
    pub fn run(self, site: Arc<dyn Site>) -> Result<(), Problem> {
        let cannot = |error: std::io::Error| Problem::new(format!("the server cannot start: {}", system_words(&error)));
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .max_blocking_threads(threads)
            .build()
            .map_err(cannot)?;
        let ended = runtime
            .block_on(connections::serve(self.listener, threads, self.access, self.limits, site))
            .map_err(cannot);
        // An article that is being checked is not waited for.
        runtime.shutdown_background();
        ended
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::Token;

    #[test]
    fn other_machines_are_listened_to_only_with_a_token() {
        let everywhere = Some(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        assert!(Server::bind(everywhere, 0, Access::default(), Limits::default()).is_err());
        let access = Access::new(Vec::new(), Some(Token::new("0123456789abcdef").unwrap()));
        assert!(Server::bind(everywhere, 0, access, Limits::default()).is_ok());
        let server = Server::bind(None, 0, Access::default(), Limits::default()).unwrap();
        assert!(server.address().ip().is_loopback() && server.address().port() != 0);
    }
}
