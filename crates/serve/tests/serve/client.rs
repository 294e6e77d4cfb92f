//! A server on a free port, and the plainest of clients.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use copydesk_serve::{Access, Desk, Limits, Options, Server, Site};
use copydesk_workspace::options::RuleOptions;
use serde_json::Value;

/// What a server answered.
#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answered {
    /// The body, which is JSON.
    pub fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        serde_json::from_str(&self.body).unwrap()
    }

    /// A header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Starts a server that answers until the tests end.
pub fn serve(site: impl Site, access: Access, limits: Limits) -> SocketAddr {
    let server = Server::bind(None, 0, access, limits).unwrap();
    let address = server.address();
    std::thread::spawn(move || server.run(Arc::new(site)).unwrap());
    address
}

/// By the built-in rules, with nothing else decided.
pub fn desk() -> Desk {
    let rules = RuleOptions { isolated: true, ..RuleOptions::default() };
    let options = Options { rules, ..Options::default() };
    Desk::open(options, "en", &Limits::default(), |problem| panic!("{problem:#}")).unwrap()
}

/// A server by the built-in rules.
pub fn built_in() -> SocketAddr {
    serve(desk(), Access::default(), Limits::default())
}

/// Sends bytes and takes what is answered until the server closes the connection.
pub fn send(to: SocketAddr, bytes: &[u8]) -> Answered {
    let mut stream = TcpStream::connect(to).unwrap();
    // A server that has refused no longer reads.
    let _ = stream.write_all(bytes);
    answered(&mut stream)
}

/// What is answered until the server closes the connection.
pub fn answered(stream: &mut TcpStream) -> Answered {
    let mut said = Vec::new();
    // One that was refused in the middle may be cut off behind the answer.
    let _ = stream.read_to_end(&mut said);
    let said = String::from_utf8(said).unwrap();
    let (head, body) = said.split_once("\r\n\r\n").unwrap_or((&said, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answered { status, head: head.to_owned(), body: body.to_owned() }
}

/// Asks with a head of one's own; `{host}` in it is the server's.
pub fn ask(to: SocketAddr, first: &str, headers: &[&str], body: &str) -> Answered {
    let mut head = format!("{first} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for header in headers {
        head += &header.replace("{host}", &to.to_string());
        head += "\r\n";
    }
    send(to, format!("{head}\r\n{body}").as_bytes())
}

/// Gets what is at a path.
pub fn get(to: SocketAddr, path: &str) -> Answered {
    ask(to, &format!("GET {path}"), &["Host: {host}"], "")
}

/// Posts a form.
pub fn post(to: SocketAddr, path: &str, fields: &[(&str, &str)]) -> Answered {
    ask(to, &format!("POST {path}"), &["Host: {host}", FORM], &form(fields))
}

/// The header of a form.
pub const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

/// A form as clients write it.
pub fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
}

/// The matches of a text, each as its code and what it covers, counted as LanguageTool's clients count.
pub fn matches(text: &str, answered: &Answered) -> Vec<(String, String)> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let covered = |found: &Value| {
        let (offset, length) = (found["offset"].as_u64().unwrap() as usize, found["length"].as_u64().unwrap() as usize);
        String::from_utf16(&units[offset..offset + length]).unwrap()
    };
    let all = answered.json()["matches"].as_array().unwrap().clone();
    all.iter().map(|found| (found["rule"]["id"].as_str().unwrap().to_owned(), covered(found))).collect()
}
