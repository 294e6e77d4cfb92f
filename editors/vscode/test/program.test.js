// Where the program is looked for, and what the server is told.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { after, test } = require("node:test");

const { findProgram } = require("../src/program");
const { serverSettings } = require("../src/settings");

const root = fs.mkdtempSync(path.join(os.tmpdir(), "copydesk-program-"));
after(() => fs.rmSync(root, { recursive: true }));

function program(...parts) {
    const file = path.join(root, ...parts);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, "", { mode: 0o755 });
    return file;
}

const given = {
    named: "",
    folders: [path.join(root, "desk")],
    isTrusted: true,
    search: [".", path.join(root, "path")].join(path.delimiter),
    home: path.join(root, "home"),
    platform: "linux",
};
const ofWorkspace = program("desk", "bin", "copydesk");
const onPath = program("path", "copydesk");
const ofCargo = program("home", ".cargo", "bin", "copydesk");
fs.writeFileSync(path.join(root, "desk", "copydesk"), "", { mode: 0o755 });

test("the workspace comes before PATH, and PATH before Cargo", () => {
    assert.equal(findProgram(given), ofWorkspace);
    assert.equal(findProgram({ ...given, folders: [] }), onPath);
    assert.equal(findProgram({ ...given, folders: [], search: "" }), ofCargo);
    assert.equal(findProgram({ ...given, folders: [], search: "", home: root }), undefined);
});

test("a workspace that is not trusted has no say, nor has a relative folder on PATH", () => {
    assert.equal(findProgram({ ...given, isTrusted: false }), onPath);
    assert.equal(findProgram({ ...given, isTrusted: false, search: ".", home: root }), undefined);
});

test("a program that is named is that one", () => {
    const [below, own] = [program("desk", "tools", "desk"), program("home", "own", "copydesk")];
    const find = (named) => findProgram({ ...given, named });
    assert.equal(find(ofCargo), ofCargo);
    assert.equal(find("./tools/desk"), below);
    assert.equal(find("~/own/copydesk"), own);
    assert.equal(find("./none"), undefined);
    assert.equal(find("copydesk"), onPath);
    assert.equal(find("none"), undefined);
});

test("messages are in the language that is set, or in that of VS Code if there are words in it", () => {
    const tell = (settings, language) => serverSettings((key) => settings[key], language).uiLanguage;
    assert.equal(tell({ uiLanguage: "en" }, "ar"), "en");
    assert.equal(tell({ uiLanguage: "" }, "ar-EG"), "ar");
    assert.equal(tell({}, "de"), "");
});
