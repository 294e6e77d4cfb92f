// The packed extension with its client library, in a stand-in for VS Code, against the program itself.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const Module = require("node:module");
const os = require("node:os");
const path = require("node:path");
const { after, test } = require("node:test");

const { fakeVscode } = require("./fake-vscode");

const PROGRAM = process.env.COPYDESK;
assert.ok(PROGRAM, "COPYDESK names the program");
const ARTICLE = "وصفت البلدية ما جرى بـ”القفزة الكبيرة” في خدمة النقل.\n";
const REPAIRED = "وصفت البلدية ما جرى بـ“القفزة الكبيرة” في خدمة النقل.\n";
const running = [];

/** Waits until something holds. */
async function until(what, holds) {
    for (let round = 0; round < 1200; round += 1) {
        const value = await holds();
        if (value) return value;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail(`timeout: ${what}`);
}

/** Activates the extension in a folder with these files. */
async function activate({ files = {}, settings = {}, ...rest } = {}) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "copydesk-vscode-"));
    for (const [name, text] of Object.entries({ "copydesk.toml": "", ...files })) {
        fs.writeFileSync(path.join(folder, name), text);
    }
    const editor = fakeVscode({ folder, settings: { "copydesk.path": PROGRAM, ...settings }, ...rest });
    const file = path.join(__dirname, "..", "dist", "extension.js");
    delete require.cache[file];
    const load = Module._load;
    Module._load = (name, ...more) => (name === "vscode" ? editor.vscode : load(name, ...more));
    const extension = require(file);
    Module._load = load;
    await extension.activate({ subscriptions: [] });
    running.push({ extension, folder });
    return { ...editor, folder, open: (name, language, text) => editor.open(path.join(folder, name), language, text) };
}

after(async () => {
    for (const { extension, folder } of running) {
        await extension.deactivate();
        fs.rmSync(folder, { recursive: true });
    }
});

test("findings are shown, explained and repaired", async () => {
    const editor = await activate();
    const article = editor.open("a.md", "markdown", ARTICLE);
    const [found] = await until("findings", () => editor.found(article).length > 0 && editor.found(article));
    const code = found.code.value ?? found.code;
    assert.equal(code, "quotes/misdirected");
    assert.deepEqual([found.range.start.line, found.range.start.character], [0, 22]);
    const hovers = await editor.vscode.commands.executeCommand(
        "vscode.executeHoverProvider", article.uri, new editor.vscode.Position(0, 22));
    assert.match(hovers[0].contents[0].value, /Why it matters/);
    const actions = await editor.vscode.commands.executeCommand("vscode.executeCodeActionProvider", article.uri, found.range);
    assert.deepEqual(actions.map((action) => action.kind.value), ["quickfix", "quickfix", "source.fixAll.copydesk"]);
    await editor.vscode.commands.executeCommand("copydesk.fixAll");
    assert.equal(article.getText(), REPAIRED);
    await until("no findings", () => editor.found(article).length === 0);
    await editor.vscode.commands.executeCommand("copydesk.fixAll");
    assert.match(editor.shown.at(-1), /nothing to fix/);
});

test("an article is repaired as the command repairs it", { skip: !process.env.COPYDESK_ARTICLE }, async () => {
    const editor = await activate();
    const article = editor.open("a.md", "markdown", fs.readFileSync(process.env.COPYDESK_ARTICLE, "utf8"));
    await until("findings", () => editor.found(article).length === Number(process.env.COPYDESK_FINDINGS));
    await editor.vscode.commands.executeCommand("copydesk.fixAll");
    assert.equal(article.getText(), fs.readFileSync(process.env.COPYDESK_WANTED, "utf8"));
});

test("the language of messages follows VS Code, until one is chosen", async () => {
    const editor = await activate({ language: "ar" });
    const article = editor.open("a.md", "markdown", ARTICLE);
    await until("findings in Arabic", () => /علامة/.test(editor.found(article)[0]?.message));
    editor.vscode.window.choose = (choices) => choices.find((choice) => choice.tag === "en");
    await editor.vscode.commands.executeCommand("copydesk.chooseLanguage");
    await until("findings in English", () => /faces the wrong way/.test(editor.found(article)[0]?.message));
});

test("settings count as soon as they change", async () => {
    const editor = await activate({ settings: { "copydesk.ignore": ["quotes"] } });
    const article = editor.open("a.md", "markdown", `${ARTICLE}\nاقرأ أيضا: أسعار السمك ترتفع قبل العيد\n`);
    const codes = () => editor.found(article).map((found) => found.code.value ?? found.code);
    await until("one finding", () => codes().join() === "ads/promo-line");
    await editor.vscode.workspace.getConfiguration("copydesk").update("ignore", ["ads"]);
    await until("the other finding", () => codes().join() === "quotes/misdirected");
});

test("a configuration is checked as it is written", async () => {
    const editor = await activate();
    const article = editor.open("a.md", "markdown", ARTICLE);
    await until("findings", () => editor.found(article).length === 1);
    const config = editor.open("copydesk.toml", "toml", "");
    const { Range } = editor.vscode;
    editor.edit(config, [{ range: new Range(0, 0, 0, 0), newText: "ignroe = []\n" }]);
    const [fault] = await until("a problem", () => editor.found(config).length === 1 && editor.found(config));
    assert.match(fault.message, /did you mean `ignore`/);
    editor.edit(config, [{ range: new Range(0, 0, 0, 11), newText: 'ignore = ["quotes"]' }]);
    await until("no problem", () => editor.found(config).length === 0);
    await until("nothing in the article", () => editor.found(article).length === 0);
});

test("the program starts anew", async () => {
    const editor = await activate();
    const article = editor.open("a.md", "markdown", ARTICLE);
    await until("findings", () => editor.found(article).length === 1);
    await editor.vscode.commands.executeCommand("copydesk.restart");
    await until("findings again", () => editor.found(article).length === 1);
});

test("a program that is not there is told", async () => {
    const editor = await activate({ settings: { "copydesk.path": "/nowhere/copydesk" } });
    assert.deepEqual(editor.shown, ["There is no program /nowhere/copydesk."]);
    await editor.vscode.commands.executeCommand("copydesk.fixAll");
});
