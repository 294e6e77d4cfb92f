//! Clients that ask for too much, too slowly, or all at once.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use copydesk_serve::{Access, Answer, Limits, Request, Site};

use crate::client::{FORM, answered, ask, built_in, desk, form, get, matches, post, send, serve};

/// A site whose answers take as long as somebody wants, or that fails.
struct Slow {
    /// What releases those who wait.
    barrier: Arc<Barrier>,
    /// How many wait.
    inside: Arc<AtomicUsize>,
    is_over: AtomicBool,
}

impl Slow {
    fn new() -> Self {
        Self { barrier: Arc::new(Barrier::new(threads() + 1)), inside: Arc::default(), is_over: AtomicBool::new(false) }
    }
}

impl Site for Slow {
    fn answer(&self, request: &Request) -> Answer {
        match request.path.as_str() {
            "/wait" => {
                self.inside.fetch_add(1, Ordering::SeqCst);
                self.barrier.wait();
            }
            "/fail" => panic!("of course"),
            _ => {}
        }
        self.is_over.fetch_or(request.path == "/end", Ordering::SeqCst);
        Answer::text("said")
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }
}

/// How many requests are answered at a time.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn short() -> Limits {
    let brief = Duration::from_millis(300);
    Limits { body: 4096, head: brief, sending: brief, wait: brief, waiting: 0, ..Limits::default() }
}

#[test]
fn a_large_request_is_refused_whether_or_not_it_says_so() {
    let server = serve(desk(), Access::default(), short());
    let large = form(&[("text", &"tide ".repeat(1000))]);
    let said = ask(server, "POST /v2/check", &["Host: {host}", FORM], &large);
    assert_eq!(said.status, 413, "{said:?}");
    let head = format!("POST /v2/check HTTP/1.1\r\nHost: {server}\r\n{FORM}\r\nTransfer-Encoding: chunked\r\n\r\n");
    let unsaid = format!("{head}{:x}\r\n{large}\r\n0\r\n\r\n", large.len());
    assert_eq!(send(server, unsaid.as_bytes()).status, 413);
    assert_eq!(
        matches("“", &post(server, "/v2/check", &[("text", "“"), ("language", "en")])).len(),
        1,
        "others are served"
    );
}

#[test]
fn whoever_takes_too_long_is_left() {
    let server = serve(desk(), Access::default(), short());
    let mut silent = TcpStream::connect(server).unwrap();
    silent.write_all(b"POST /v2/check HTTP/1.1\r\nHost: ").unwrap();
    // This returns only because the server ends the connection.
    assert_ne!(answered(&mut silent).status, 200);
    let mut halting = TcpStream::connect(server).unwrap();
    write!(halting, "POST /v2/check HTTP/1.1\r\nHost: {server}\r\n{FORM}\r\nContent-Length: 100\r\n\r\ntext=").unwrap();
    assert_eq!(answered(&mut halting).status, 408);
}

#[test]
fn connections_that_do_nothing_make_room_for_others() {
    let server = serve(desk(), Access::default(), Limits { connections: 2, ..short() });
    let idle: Vec<TcpStream> = (0..2).map(|_| TcpStream::connect(server).unwrap()).collect();
    assert_eq!(get(server, "/v2/healthcheck").body, "OK");
    drop(idle);
}

#[test]
fn whoever_finds_no_thread_is_told_so() {
    let slow = Slow::new();
    let (barrier, inside) = (Arc::clone(&slow.barrier), Arc::clone(&slow.inside));
    let server = serve(slow, Access::default(), short());
    let waiting: Vec<_> = (0..threads()).map(|_| std::thread::spawn(move || get(server, "/wait"))).collect();
    while inside.load(Ordering::SeqCst) < threads() {
        std::thread::yield_now();
    }
    let refused = get(server, "/");
    assert_eq!((refused.status, refused.body.contains("busy")), (503, true), "{refused:?}");
    barrier.wait();
    for asked in waiting {
        assert_eq!(asked.join().unwrap().body, "said");
    }
    assert_eq!(get(server, "/").body, "said");
}

#[test]
fn a_failure_costs_one_answer() {
    let server = serve(Slow::new(), Access::default(), Limits::default());
    assert_eq!(get(server, "/fail").status, 500);
    assert_eq!(get(server, "/").body, "said");
}

#[test]
fn after_the_last_answer_the_server_ends() {
    let server = copydesk_serve::Server::bind(None, 0, Access::default(), Limits::default()).unwrap();
    let address = server.address();
    let running = std::thread::spawn(move || server.run(Arc::new(Slow::new())));
    assert_eq!(get(address, "/end").body, "said");
    running.join().unwrap().unwrap();
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn what_is_no_http_is_refused() {
    let server = built_in();
    for bytes in
        [&b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..], b"GET\r\n\r\n", b"\r\n\r\nGET / HTTP/9.9\r\n\r\n"]
    {
        assert_ne!(send(server, bytes).status, 200);
    }
    let both = format!(
        "POST /v2/check HTTP/1.1\r\nHost: {server}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    );
    assert_ne!(send(server, both.as_bytes()).status, 200, "two lengths");
    assert_eq!(get(server, "/v2/healthcheck").body, "OK");
}

#[test]
fn many_at_once_are_each_answered_their_own() {
    let server = built_in();
    let texts: Vec<String> = (0..24).map(|n| format!("{}She said: “We wait for the tide.", "📰 ".repeat(n))).collect();
    let asked: Vec<_> = texts
        .iter()
        .cloned()
        .map(|text| {
            std::thread::spawn(move || (post(server, "/v2/check", &[("text", &text), ("language", "en")]), text))
        })
        .collect();
    for asked in asked {
        let (answered, text) = asked.join().unwrap();
        assert_eq!(matches(&text, &answered), [("quotes/unclosed".to_owned(), "“".to_owned())]);
    }
}
