//! The language server as an editor meets it: messages in, messages out.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// An editor with a server.
struct Editor {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    requests: i64,
}

impl Editor {
    /// Starts a server in a folder with these files. `encodings` is what the editor offers.
    fn start(files: &[(&str, &str)], encodings: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let mut server = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .arg("lsp")
            .current_dir(folder.path())
            .env_remove("COPYDESK_UI_LANG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (server.stdin.take().unwrap(), BufReader::new(server.stdout.take().unwrap()));
        let mut editor = Self { server, to, from, folder, requests: 0 };
        let capabilities = json!({"general": {"positionEncodings": encodings}});
        let answer =
            editor.request("initialize", json!({"processId": null, "rootUri": null, "capabilities": capabilities}));
        assert_eq!(answer["capabilities"]["positionEncoding"], encodings.last().copied().unwrap_or("utf-16"));
        editor.notify("initialized", json!({}));
        editor
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}/{name}", self.folder.path().canonicalize().unwrap().display())
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        self.to.flush().unwrap();
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request and waits for its answer; what comes before it is passed over.
    fn request(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let mut message = self.read();
            if message["id"] == id {
                assert_eq!(message["error"], Value::Null);
                return message["result"].take();
            }
        }
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert_ne!(self.from.read_line(&mut line).unwrap(), 0, "the server is gone");
            match line.trim_end() {
                "" => break,
                header => length = header.strip_prefix("Content-Length: ").map_or(length, |n| n.parse().unwrap()),
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// Waits for a notification.
    fn wait(&mut self, method: &str) -> Value {
        loop {
            let mut message = self.read();
            if message["method"] == method {
                return message["params"].take();
            }
        }
    }

    fn open(&mut self, name: &str, text: &str) -> Value {
        let uri = self.uri(name);
        self.open_as(&uri, "plaintext", text)
    }

    fn open_as(&mut self, uri: &str, language: &str, text: &str) -> Value {
        let it = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": it}));
        self.wait("textDocument/publishDiagnostics")
    }

    fn change(&mut self, name: &str, version: i64, changes: Value) -> Value {
        let it = json!({"uri": self.uri(name), "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": it, "contentChanges": changes}));
        self.wait("textDocument/publishDiagnostics")
    }

    fn actions(&mut self, name: &str, range: Value, only: &[&str]) -> Vec<Value> {
        let it = json!({"uri": self.uri(name)});
        let context = match only {
            [] => json!({"diagnostics": []}),
            only => json!({"diagnostics": [], "only": only}),
        };
        let answer =
            self.request("textDocument/codeAction", json!({"textDocument": it, "range": range, "context": context}));
        answer.as_array().unwrap().clone()
    }

    fn quit(mut self) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        assert_eq!(self.server.wait().unwrap().code(), Some(0));
    }
}

fn range(line: u32, from: u32, to: u32) -> Value {
    json!({"start": {"line": line, "character": from}, "end": {"line": line, "character": to}})
}

/// An emoji is two UTF-16 units and four bytes, so the two ways to count part before the mark at fault.
const ARTICLE: &str = "🙂 وصفت البلدية ما جرى بـ”القفزة الكبيرة” في خدمة النقل.\nقال العمدة: “انتظرنا هذا اليوم”.\n";

#[test]
fn findings_come_with_their_place_and_go_when_the_text_is_mended() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    let told = editor.open("a.txt", ARTICLE);
    let found = told["diagnostics"].as_array().unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["code"], &found[0]["source"]), (&json!("quotes/misdirected"), &json!("copydesk")));
    assert_eq!(found[0]["range"], range(0, 25, 26));
    assert_eq!(found[0]["relatedInformation"][0]["location"]["range"], range(0, 40, 41));
    let told = editor.change("a.txt", 2, json!([{"range": range(0, 25, 26), "text": "“"}]));
    assert_eq!((&told["version"], &told["diagnostics"]), (&json!(2), &json!([])));
    editor.quit();
}

#[test]
fn the_editor_says_what_the_name_does_not() {
    let mut editor = Editor::start(&[("copydesk.toml", "[formats]\n'*.article' = 'text'\n")], &["utf-16"]);
    let text = "<p>He said “no.</p>\n<script>he said “no</script>\n";
    let count = |told: Value| told["diagnostics"].as_array().unwrap().len();
    assert_eq!(count(editor.open_as("untitled:Untitled-1", "html", text)), 1, "only the prose");
    assert_eq!(count(editor.open_as("untitled:Untitled-2", "rust", text)), 2, "plain text, if nobody knows better");
    let (known, configured) = (editor.uri("a.html"), editor.uri("a.article"));
    assert_eq!(count(editor.open_as(&known, "plaintext", text)), 1, "as in the repository's checks");
    assert_eq!(count(editor.open_as(&configured, "html", text)), 2, "as in the repository's checks");
    editor.quit();
}

#[test]
fn an_editor_that_offers_bytes_gets_bytes() {
    let mut editor = Editor::start(&[], &["utf-32", "utf-8"]);
    let told = editor.open("a.txt", ARTICLE);
    let at = ARTICLE.find('”').unwrap() as u32;
    assert_eq!(told["diagnostics"][0]["range"], range(0, at, at + 3));
    editor.quit();
}

#[test]
fn repairs_are_offered_one_by_one_and_all_at_once() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    editor.open("a.txt", ARTICLE);
    let actions = editor.actions("a.txt", range(0, 25, 25), &[]);
    assert_eq!(actions.iter().map(|action| &action["kind"]).collect::<Vec<_>>(), ["quickfix", "source.fixAll"]);
    let uri = editor.uri("a.txt");
    for action in &actions {
        assert_eq!(action["edit"]["changes"][&uri], json!([{"range": range(0, 25, 26), "newText": "“"}]));
    }
    assert_eq!(editor.actions("a.txt", range(1, 0, 1), &["quickfix"]), Vec::<Value>::new());
    assert_eq!(editor.actions("a.txt", range(1, 0, 1), &["source"]).len(), 1);
    assert_eq!(editor.actions("other.txt", range(0, 0, 0), &[]), Vec::<Value>::new());
    // What was worked out for a text is not offered for the next one.
    editor.change("a.txt", 2, json!([{"range": range(0, 25, 26), "text": "“"}]));
    assert_eq!(editor.actions("a.txt", range(0, 25, 25), &[]), Vec::<Value>::new());
    editor.quit();
}

#[test]
fn the_configuration_of_the_folder_counts_and_may_change() {
    let mut editor = Editor::start(&[("copydesk.toml", "ignore = [\"quotes\"]\n")], &["utf-16"]);
    assert_eq!(editor.open("a.txt", ARTICLE)["diagnostics"], json!([]));
    std::fs::write(editor.folder.path().join("copydesk.toml"), "").unwrap();
    let it = json!({"uri": editor.uri("copydesk.toml")});
    editor.notify("textDocument/didSave", json!({"textDocument": it}));
    let told = editor.wait("textDocument/publishDiagnostics");
    assert_eq!(told["diagnostics"].as_array().unwrap().len(), 1);
    editor.quit();
}

#[test]
fn a_broken_configuration_is_told_to_the_editor() {
    let mut editor = Editor::start(&[("copydesk.toml", "selct = []\n")], &["utf-16"]);
    let it = json!({"uri": editor.uri("a.txt"), "languageId": "plaintext", "version": 1, "text": ARTICLE});
    editor.notify("textDocument/didOpen", json!({"textDocument": it}));
    let told = editor.wait("window/showMessage");
    assert_eq!(told["type"], 1);
    assert!(told["message"].as_str().unwrap().contains("did you mean `select`?"), "{told}");
    editor.quit();
}

#[test]
fn an_article_that_is_closed_has_no_findings_any_more() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    editor.open("a.txt", ARTICLE);
    let it = json!({"uri": editor.uri("a.txt")});
    editor.notify("textDocument/didClose", json!({"textDocument": it}));
    assert_eq!(editor.wait("textDocument/publishDiagnostics")["diagnostics"], json!([]));
    editor.quit();
}

#[test]
fn what_is_no_message_ends_the_server_in_order() {
    let mut editor = Editor::start(&[], &["utf-16"]);
    editor.to.write_all(b"Content-Length: 3\r\n\r\n{\"a").unwrap();
    editor.to.flush().unwrap();
    let status = editor.server.wait().unwrap().code();
    assert!(matches!(status, Some(0 | 2)), "{status:?}");
}
