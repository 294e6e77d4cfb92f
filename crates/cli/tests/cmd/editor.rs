//! An editor, as far as a language server sees it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::files::Desk;

/// A server that says nothing for so long says nothing any more.
const PATIENCE: Duration = Duration::from_secs(90);

/// An editor with a server.
pub struct Editor {
    server: Child,
    to: Option<ChildStdin>,
    /// What the server says, until somebody listens.
    from: Option<ChildStdout>,
    messages: Option<Receiver<Value>>,
    /// Whoever holds it reads what the server says.
    ear: Arc<Mutex<()>>,
    desk: Desk,
    requests: i64,
    /// What was read and not waited for.
    passed: Vec<Value>,
}

impl Editor {
    /// Starts a server in a folder with these files. `encodings` is what the editor offers.
    pub fn start(files: &[(&str, &str)], encodings: &[&str]) -> Self {
        let mut editor = Self::before_hello(files);
        let answer = editor.hello(encodings);
        assert_eq!(answer["capabilities"]["positionEncoding"], encodings.last().copied().unwrap_or("utf-16"));
        editor
    }

    /// Starts a server that was not spoken to yet, in a folder with these files.
    pub fn before_hello(files: &[(&str, &str)]) -> Self {
        Self::at_desk(Desk::new(files), &["lsp"])
    }

    /// Starts a server, with these arguments, that was not spoken to yet.
    pub fn at_desk(desk: Desk, args: &[&str]) -> Self {
        let mut command = desk.command(args);
        let mut server = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (to, from) = (server.stdin.take(), server.stdout.take());
        Self { server, to, from, messages: None, ear: Arc::default(), desk, requests: 0, passed: Vec::new() }
    }

    /// Introduces itself; what the server says to that.
    pub fn hello(&mut self, encodings: &[&str]) -> Value {
        let capabilities = json!({"general": {"positionEncodings": encodings}});
        let params = json!({"processId": null, "rootUri": null, "capabilities": capabilities, "trace": "messages"});
        let answer = self.request("initialize", params);
        self.notify("initialized", json!({}));
        answer
    }

    /// Introduces itself with what it can do, and with options of its user.
    pub fn hello_with(&mut self, capabilities: Value, options: Value) -> Value {
        let root = format!("file://{}", self.desk.path(".").canonicalize().unwrap().display());
        let params = json!({"processId": null, "rootUri": root, "capabilities": capabilities,
            "initializationOptions": options});
        let answer = self.request("initialize", params);
        self.notify("initialized", json!({}));
        answer
    }

    /// Waits until the server asks for something, and answers; what it asked.
    pub fn answer(&mut self, method: &str, result: Value) -> Value {
        let mut asked = self.read_until(|message| message["method"] == method && !message["id"].is_null());
        self.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": result}));
        asked["params"].take()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.desk.path(name)
    }

    /// A run of the program in the editor's folder.
    pub fn command(&self, args: &[&str]) -> Command {
        self.desk.command(args)
    }

    pub fn uri(&self, name: &str) -> String {
        format!("file://{}/{name}", self.desk.path(".").canonicalize().unwrap().display())
    }

    /// Sends bytes as they are; whether the server took them.
    pub fn send_raw(&mut self, bytes: &[u8]) -> bool {
        let to = self.to.as_mut().unwrap();
        to.write_all(bytes).and_then(|()| to.flush()).is_ok()
    }

    pub fn send(&mut self, message: &Value) {
        assert!(self.send_raw(&frame(message)), "the server is gone");
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&notification(method, params));
    }

    /// Sends a request and waits for its answer; what comes before it is passed over.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.ask(method, params);
        assert_eq!(answer["error"], Value::Null);
        answer["result"].take()
    }

    /// The same, with the answer as it came, which may be an error.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.read_until(|message| message["id"] == id)
    }

    /// Reads until a message is the one meant.
    pub fn read_until(&mut self, is_meant: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.read().expect("the server is gone");
            if is_meant(&message) {
                return message;
            }
            self.passed.push(message);
        }
    }

    /// The next message; nothing, if the server has said its last.
    pub fn read(&mut self) -> Option<Value> {
        if let Some(from) = self.from.take() {
            let (tell, messages) = channel();
            let ear = Arc::clone(&self.ear);
            thread::spawn(move || {
                let mut from = BufReader::new(from);
                while let Some(message) = next_message(&mut from) {
                    drop(ear.lock());
                    if tell.send(message).is_err() {
                        return;
                    }
                }
            });
            self.messages = Some(messages);
        }
        let messages = self.messages.as_ref().unwrap();
        match messages.recv_timeout(PATIENCE) {
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => panic!("the server is silent"),
            other => other.ok(),
        }
    }

    /// Waits for a notification.
    pub fn wait(&mut self, method: &str) -> Value {
        self.read_until(|message| message["method"] == method)["params"].take()
    }

    /// What notifications of a kind came while others were waited for.
    pub fn passed_over(&self, method: &str) -> Vec<&Value> {
        self.passed.iter().filter(|message| message["method"] == method).map(|message| &message["params"]).collect()
    }

    pub fn open(&mut self, name: &str, text: &str) -> Value {
        let uri = self.uri(name);
        self.open_as(&uri, "plaintext", text)
    }

    pub fn open_as(&mut self, uri: &str, language: &str, text: &str) -> Value {
        self.notify("textDocument/didOpen", opened(uri, language, text));
        self.wait("textDocument/publishDiagnostics")
    }

    pub fn change(&mut self, name: &str, version: i64, changes: Value) -> Value {
        self.notify("textDocument/didChange", changed(&self.uri(name), version, changes));
        self.wait("textDocument/publishDiagnostics")
    }

    pub fn actions(&mut self, name: &str, range: Value, only: &[&str]) -> Vec<Value> {
        let it = json!({"uri": self.uri(name)});
        let context = match only {
            [] => json!({"diagnostics": []}),
            only => json!({"diagnostics": [], "only": only}),
        };
        let answer =
            self.request("textDocument/codeAction", json!({"textDocument": it, "range": range, "context": context}));
        answer.as_array().unwrap().clone()
    }

    pub fn quit(mut self) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        assert_eq!(self.ends(), (Some(0), String::new()));
    }

    /// Sends nothing more.
    pub fn hang_up(&mut self) {
        self.to = None;
    }

    /// How the server ends: its status, and what it says on standard error.
    pub fn ends(&mut self) -> (Option<i32>, String) {
        let step = Duration::from_millis(10);
        for _ in 0..PATIENCE.as_millis() / step.as_millis() {
            if let Some(status) = self.server.try_wait().unwrap() {
                let mut words = String::new();
                self.server.stderr.take().unwrap().read_to_string(&mut words).unwrap();
                return (status.code(), words);
            }
            thread::sleep(step);
        }
        panic!("the server does not end");
    }

    /// Whether the server takes `bytes` in the time it has, though nobody reads what it says.
    pub fn takes_unread(&mut self, bytes: Vec<u8>) -> bool {
        let ear = Arc::clone(&self.ear);
        let _deaf = ear.lock().unwrap();
        let (tell, told) = channel();
        let mut to = self.to.take().unwrap();
        thread::spawn(move || {
            let sent = to.write_all(&bytes).and_then(|()| to.flush());
            let _ = tell.send(sent.map(|()| to));
        });
        self.to = told.recv_timeout(PATIENCE).ok().and_then(Result::ok);
        self.to.is_some()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn next_message(from: &mut BufReader<ChildStdout>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            header => length = header.strip_prefix("Content-Length: ").map_or(length, |n| n.parse().unwrap()),
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

/// A message as it is sent.
pub fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

pub fn notification(method: &str, params: Value) -> Value {
    json!({"jsonrpc": "2.0", "method": method, "params": params})
}

/// The parameters of a text that is opened.
pub fn opened(uri: &str, language: &str, text: &str) -> Value {
    json!({"textDocument": {"uri": uri, "languageId": language, "version": 1, "text": text}})
}

/// The parameters of a text that is changed.
pub fn changed(uri: &str, version: i64, changes: Value) -> Value {
    json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes})
}

pub fn range(line: u32, from: u32, to: u32) -> Value {
    json!({"start": {"line": line, "character": from}, "end": {"line": line, "character": to}})
}

/// A text after edits as the server sends them, columns counted in UTF-16 units.
pub fn edited(text: &str, edits: &Value) -> String {
    let offset = |at: &Value| {
        let (line, column) = (at["line"].as_u64().unwrap() as usize, at["character"].as_u64().unwrap() as usize);
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = 0;
        let inside = text[start..].char_indices().find(|(_, c)| {
            let is_there = units >= column;
            units += c.len_utf16();
            is_there
        });
        inside.map_or(text.len(), |(at, _)| start + at)
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (offset(&range["start"]), offset(&range["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort();
    assert!(edits.windows(2).all(|pair| pair[0].1 <= pair[1].0), "edits overlap: {edits:?}");
    let mut out = text.to_owned();
    edits.iter().rev().for_each(|(start, end, new)| out.replace_range(start..end, new));
    out
}
