//! What an editor sends, or somebody who takes themselves for one.

use std::collections::BTreeMap;

use copydesk_lsp::converse;

/// Whatever is sent, in whatever pieces: what comes back are whole messages, and no question is answered twice as often as
/// it was asked. Bytes without a header are messages of one line each, so that the fuzzer need not count.
pub fn lsp(bytes: &[u8]) {
    if bytes.starts_with(b"Content-Length") {
        answers(&converse(bytes));
        return;
    }
    let mut sent = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        sent.extend(format!("Content-Length: {}\r\n\r\n", line.len()).bytes());
        sent.extend(line);
    }
    let answered: usize = answers(&converse(&sent)).values().sum();
    let lines = bytes.split(|byte| *byte == b'\n').count();
    assert!(answered <= lines, "no more is answered than was asked");
}

/// How often each question is answered.
fn answers(mut said: &[u8]) -> BTreeMap<String, usize> {
    let mut answers = BTreeMap::new();
    while !said.is_empty() {
        let end = said.windows(4).position(|window| window == b"\r\n\r\n").expect("headers end");
        let header = std::str::from_utf8(&said[..end]).expect("headers are text");
        let length: usize = header.strip_prefix("Content-Length: ").and_then(|it| it.parse().ok()).expect("a length");
        let body = &said[end + 4..end + 4 + length];
        let message: serde_json::Value = serde_json::from_slice(body).expect("a message is JSON");
        let words = message["params"]["message"].as_str().unwrap_or_default();
        assert!(!words.starts_with("copydesk failed"), "{words}");
        if message["method"].is_null() {
            *answers.entry(message["id"].to_string()).or_default() += 1;
        }
        said = &said[end + 4 + length..];
    }
    answers
}
