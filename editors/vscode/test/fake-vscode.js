// As much of Visual Studio Code as the extension and its client library see: documents, events, providers. What nobody asks for is an
// empty class or a function that does nothing.
"use strict";

const path = require("node:path");
const { pathToFileURL, fileURLToPath } = require("node:url");

class Disposable {
    constructor(dispose = () => {}) {
        this.dispose = dispose;
    }
    static from(...all) {
        return new Disposable(() => all.forEach((one) => one.dispose()));
    }
}

class EventEmitter {
    #listeners = new Set();
    event = (listener, self, disposables) => {
        const bound = listener.bind(self);
        this.#listeners.add(bound);
        const disposable = new Disposable(() => this.#listeners.delete(bound));
        disposables?.push(disposable);
        return disposable;
    };
    fire(event) {
        for (const listener of [...this.#listeners]) listener(event);
    }
    dispose() {
        this.#listeners.clear();
    }
}

class Uri {
    constructor(text) {
        this.text = text;
        this.scheme = text.split(":")[0];
    }
    static file(file) {
        return new Uri(pathToFileURL(file).href);
    }
    static parse(text) {
        return new Uri(text);
    }
    get fsPath() {
        return this.scheme === "file" ? fileURLToPath(this.text) : this.path;
    }
    get path() {
        return decodeURIComponent(new URL(this.text).pathname);
    }
    toString() {
        return this.text;
    }
}

class Position {
    constructor(line, character) {
        Object.assign(this, { line, character });
    }
}

class Range {
    constructor(...ends) {
        const [start, end] =
            ends.length === 4 ? [new Position(ends[0], ends[1]), new Position(ends[2], ends[3])] : ends;
        Object.assign(this, { start, end });
    }
}

class Diagnostic {
    constructor(range, message, severity) {
        Object.assign(this, { range, message, severity });
    }
}

class TextEdit {
    constructor(range, newText) {
        Object.assign(this, { range, newText });
    }
}

class WorkspaceEdit {
    #edits = new Map();
    set(uri, edits) {
        this.#edits.set(uri.toString(), edits);
    }
    replace(uri, range, text) {
        this.set(uri, [...(this.#edits.get(uri.toString()) ?? []), new TextEdit(range, text)]);
    }
    entries() {
        return [...this.#edits].map(([uri, edits]) => [new Uri(uri), edits]);
    }
}

class CodeActionKind {
    constructor(value) {
        this.value = value;
    }
    append(part) {
        return new CodeActionKind(this.value === "" ? part : `${this.value}.${part}`);
    }
    contains(other) {
        return other.value === this.value || other.value.startsWith(`${this.value}.`);
    }
    static Empty = new CodeActionKind("");
    static QuickFix = new CodeActionKind("quickfix");
    static Source = new CodeActionKind("source");
    static SourceFixAll = new CodeActionKind("source.fixAll");
}

class CodeAction {
    constructor(title, kind) {
        Object.assign(this, { title, kind });
    }
}

class MarkdownString {
    constructor(value = "") {
        this.value = value;
    }
    appendCodeblock(text) {
        this.value += text;
    }
}

class Hover {
    constructor(contents, range) {
        Object.assign(this, { contents: Array.isArray(contents) ? contents : [contents], range });
    }
}

class TabInputText {
    constructor(uri) {
        this.uri = uri;
    }
}

class CancellationTokenSource {
    token = { isCancellationRequested: false, onCancellationRequested: () => new Disposable() };
    cancel() {}
    dispose() {}
}

/** An open document. */
class Document {
    version = 1;
    isClosed = false;
    isDirty = false;
    constructor(uri, languageId, text) {
        Object.assign(this, { uri, languageId, text });
    }
    get fileName() {
        return this.uri.fsPath;
    }
    getText() {
        return this.text;
    }
    get lineCount() {
        return this.text.split("\n").length;
    }
    lineAt(line) {
        const text = this.text.split("\n")[line];
        return { text, range: new Range(line, 0, line, text.length) };
    }
    offsetAt({ line, character }) {
        const before = this.text.split("\n").slice(0, line);
        return before.reduce((sum, text) => sum + text.length + 1, 0) + character;
    }
}

/** Something of VS Code that the extension does not use: may be extended, called, or asked for anything. */
function nothing(name) {
    const empty = class {
        static fallback = name;
    };
    return new Proxy(empty, {
        get: (of, key) => (key in of || typeof key === "symbol" ? of[key] : 0),
        apply: () => undefined,
    });
}

/** Whatever `known` does not have is nothing, or for `on…` an event that never happens. */
function complete(known, inner = (key) => nothing(key)) {
    return new Proxy(known, {
        get: (of, key) => {
            if (key in of || typeof key === "symbol") return of[key];
            of[key] = /^on[A-Z]/.test(key) ? new EventEmitter().event : inner(key);
            return of[key];
        },
    });
}

/** A VS Code with a folder open. `settings` are those of the user, by their whole names. */
function fakeVscode({ folder, settings = {}, language = "en", isTrusted = true }) {
    const opened = new EventEmitter();
    const changed = new EventEmitter();
    const configured = new EventEmitter();
    const visible = new EventEmitter();
    const tabs = [];
    const documents = [];
    const collections = [];
    const providers = { actions: [], hovers: [] };
    const commands = new Map();
    const shown = [];
    const lines = [];

    const find = (uri) => documents.find((document) => document.uri.toString() === uri.toString());
    const matches = (selector, document) =>
        selector.some(({ scheme, language, pattern }) => {
            const ends = pattern?.match(/\{(.*)\}$/)?.[1].split(",") ?? [pattern?.split(".").pop()];
            return (
                (scheme === undefined || scheme === document.uri.scheme) &&
                (language === undefined || language === document.languageId) &&
                (pattern === undefined || ends.some((end) => document.fileName.endsWith(`.${end}`)))
            );
        });
    function edit(document, edits) {
        const contentChanges = edits
            .map(({ range, newText }) => {
                const rangeOffset = document.offsetAt(range.start);
                return { range, rangeOffset, rangeLength: document.offsetAt(range.end) - rangeOffset, text: newText };
            })
            .sort((a, b) => b.rangeOffset - a.rangeOffset);
        for (const { rangeOffset, rangeLength, text } of contentChanges) {
            document.text = document.text.slice(0, rangeOffset) + text + document.text.slice(rangeOffset + rangeLength);
        }
        document.version += 1;
        changed.fire({ document, contentChanges, reason: undefined });
    }
    const section = (name) => {
        const key = (of) => (name ? `${name}.${of}` : of);
        return {
            get: (of, fallback) => settings[key(of)] ?? fallback,
            has: (of) => key(of) in settings,
            inspect: () => undefined,
            update: async (of, value) => {
                settings[key(of)] = value;
                configured.fire({ affectsConfiguration: (asked) => key(of) === asked || key(of).startsWith(`${asked}.`) });
            },
        };
    };

    const workspace = complete({
        workspaceFolders: [{ uri: Uri.file(folder), name: path.basename(folder), index: 0 }],
        isTrusted,
        textDocuments: documents,
        notebookDocuments: [],
        onDidOpenTextDocument: opened.event,
        onDidChangeTextDocument: changed.event,
        onDidChangeConfiguration: configured.event,
        getConfiguration: section,
        getWorkspaceFolder: () => workspace.workspaceFolders[0],
        createFileSystemWatcher: () => complete({ dispose() {} }),
        applyEdit: async (edits) => {
            for (const [uri, list] of edits.entries()) edit(find(uri), list);
            return true;
        },
    });
    const window = complete({
        activeTextEditor: undefined,
        visibleTextEditors: [],
        onDidChangeVisibleTextEditors: visible.event,
        tabGroups: complete({ all: [{ tabs }] }),
        createOutputChannel: (name, options) => {
            const say = (text) => lines.push(text);
            const channel = { name, append: say, appendLine: say, show() {}, dispose() {} };
            const levels = { trace: say, debug: say, info: say, warn: say, error: say, logLevel: 3 };
            return options?.log ? { ...channel, ...levels, onDidChangeLogLevel: new EventEmitter().event } : channel;
        },
        showErrorMessage: async (message) => void shown.push(message),
        showWarningMessage: async (message) => void shown.push(message),
        showInformationMessage: async (message) => void shown.push(message),
        setStatusBarMessage: (message) => void shown.push(message),
        showQuickPick: async (choices) => window.choose(choices),
        withProgress: (_, work) => work({ report() {} }, new CancellationTokenSource().token),
    });
    const languages = complete({
        match: (selector, document) => (matches([selector].flat(), document) ? 10 : 0),
        createDiagnosticCollection: () => {
            const held = new Map();
            const collection = {
                set: (uri, found) => held.set(uri.toString(), found ?? []),
                get: (uri) => held.get(uri.toString()),
                has: (uri) => held.has(uri.toString()),
                delete: (uri) => held.delete(uri.toString()),
                clear: () => held.clear(),
                dispose: () => held.clear(),
            };
            collections.push(collection);
            return collection;
        },
        registerCodeActionsProvider: (selector, provider) => add(providers.actions, { selector, provider }),
        registerHoverProvider: (selector, provider) => add(providers.hovers, { selector, provider }),
    });
    function add(list, one) {
        list.push(one);
        return new Disposable(() => list.splice(list.indexOf(one), 1));
    }
    const token = () => new CancellationTokenSource().token;
    const asked = async (list, document, ask) => {
        const answers = await Promise.all(
            list.filter(({ selector }) => matches(selector, document)).map(({ provider }) => ask(provider)),
        );
        return answers.flat().filter((answer) => answer != null);
    };
    const builtIn = {
        "vscode.executeCodeActionProvider": (uri, range, kind) => {
            const context = { only: kind && new CodeActionKind(kind), diagnostics: [], triggerKind: 1 };
            return asked(providers.actions, find(uri), (it) => it.provideCodeActions(find(uri), range, context, token()));
        },
        "vscode.executeHoverProvider": (uri, position) =>
            asked(providers.hovers, find(uri), (it) => it.provideHover(find(uri), position, token())),
    };

    const vscode = complete({
        version: "1.91.0",
        ConfigurationTarget: { Global: 1, Workspace: 2 },
        DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
        env: complete({ language, appName: "fake" }),
        l10n: { t: (text, ...values) => text.replace(/\{(\d)\}/g, (_, number) => values[number]) },
        commands: {
            registerCommand: (name, run) => {
                commands.set(name, run);
                return new Disposable(() => commands.delete(name));
            },
            executeCommand: async (name, ...args) => (builtIn[name] ?? commands.get(name))(...args),
        },
        Disposable, EventEmitter, Uri, Position, Range, Diagnostic, TextEdit, WorkspaceEdit, CodeActionKind, CodeAction,
        MarkdownString, Hover, TabInputText, CancellationTokenSource, workspace, window, languages,
    });
    return {
        vscode,
        shown,
        lines,
        commands,
        /** The findings that are shown of a document. */
        found: (document) => collections.flatMap((collection) => collection.get(document.uri) ?? []),
        open(file, languageId, text) {
            const document = new Document(Uri.file(file), languageId, text);
            documents.push(document);
            window.activeTextEditor = { document };
            window.visibleTextEditors = [window.activeTextEditor];
            tabs.push({ input: new TabInputText(document.uri) });
            visible.fire(window.visibleTextEditors);
            opened.fire(document);
            return document;
        },
        edit,
    };
}

module.exports = { fakeVscode };
