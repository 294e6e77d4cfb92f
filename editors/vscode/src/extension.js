// The extension: starts `copydesk lsp`, and offers as commands what its users ask for.
"use strict";

const os = require("node:os");
const vscode = require("vscode");
const { LanguageClient, State } = require("vscode-languageclient/node");

const { findProgram } = require("./program");
const { LANGUAGES, serverSettings } = require("./settings");

/** What the server checks: articles, files of articles, and the TOML files that its rules come from. */
const DOCUMENTS = [
    ...["markdown", "plaintext", "html", "jsonl"].flatMap((language) => [
        { scheme: "file", language },
        { scheme: "untitled", language },
    ]),
    { scheme: "file", pattern: "**/*.{ndjson,wxr}" },
    { scheme: "file", pattern: "**/*.toml" },
];
/** The kind of the action that makes every safe repair. */
const FIX_ALL = "source.fixAll.copydesk";
const INSTALLING = "https://example.org/copydesk/docs/";

/** @type {LanguageClient | undefined} */
let client;
/** @type {vscode.LogOutputChannel} */
let output;

const setting = (key) => vscode.workspace.getConfiguration("copydesk").get(key);
const settings = () => serverSettings(setting, vscode.env.language);

async function activate(context) {
    output = vscode.window.createOutputChannel("copydesk", { log: true });
    const commands = { fixAll, restart, chooseLanguage, showOutput: () => output.show() };
    context.subscriptions.push(
        output,
        ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`copydesk.${name}`, run)),
        vscode.workspace.onDidChangeConfiguration((change) => {
            if (change.affectsConfiguration("copydesk.path")) restart();
        }),
        vscode.workspace.onDidGrantWorkspaceTrust(restart),
    );
    await start();
}

async function deactivate() {
    await stop();
}

/** Starts the program; says what to do if there is none. */
async function start() {
    const folders = (vscode.workspace.workspaceFolders ?? [])
        .filter((folder) => folder.uri.scheme === "file")
        .map((folder) => folder.uri.fsPath);
    const named = setting("path") ?? "";
    const command = findProgram({
        named,
        folders,
        isTrusted: vscode.workspace.isTrusted,
        search: process.env.PATH ?? "",
        home: os.homedir(),
        platform: process.platform,
    });
    if (command === undefined) {
        const words = named === "" ? "The program copydesk was not found." : "There is no program {0}.";
        return tellMissing(vscode.l10n.t(words, named));
    }
    output.info(command);
    const server = { command, args: ["lsp"], options: { cwd: folders[0] } };
    client = new LanguageClient("copydesk", "copydesk", server, {
        documentSelector: DOCUMENTS,
        outputChannel: output,
        initializationOptions: settings(),
        middleware: {
            workspace: {
                // The server asks for all of `copydesk`; what is not set is what VS Code says.
                configuration: async (asked, token, next) => {
                    const answers = await next(asked, token);
                    const isOurs = (index) => asked.items[index]?.section === "copydesk";
                    return Array.isArray(answers)
                        ? answers.map((answer, index) => (isOurs(index) ? settings() : answer))
                        : answers;
                },
            },
        },
    });
    try {
        await client.start();
    } catch (error) {
        client = undefined;
        await tellMissing(vscode.l10n.t("copydesk cannot be started: {0}", error.message));
    }
}

async function stop() {
    const running = client;
    client = undefined;
    if (running !== undefined && running.state !== State.Stopped) await running.stop();
    await running?.dispose();
}

async function restart() {
    await stop();
    await start();
}

async function tellMissing(message) {
    const choose = vscode.l10n.t("Choose the Program…");
    const install = vscode.l10n.t("How to Install");
    const chosen = await vscode.window.showErrorMessage(message, choose, install);
    if (chosen === install) await vscode.env.openExternal(vscode.Uri.parse(INSTALLING));
    if (chosen === choose) {
        const [file] = (await vscode.window.showOpenDialog({ title: choose })) ?? [];
        if (file !== undefined) await update("path", file.fsPath);
    }
}

function update(key, value) {
    return vscode.workspace.getConfiguration("copydesk").update(key, value, vscode.ConfigurationTarget.Global);
}

/** Makes every safe repair in the article at hand. */
async function fixAll() {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined) return;
    const whole = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
    const actions = await vscode.commands.executeCommand(
        "vscode.executeCodeActionProvider",
        document.uri,
        whole,
        FIX_ALL,
    );
    const action = actions?.find((action) => action.kind?.value === FIX_ALL && action.edit !== undefined);
    if (action === undefined) {
        vscode.window.setStatusBarMessage(vscode.l10n.t("copydesk: there is nothing to fix without a look."), 5000);
    } else {
        await vscode.workspace.applyEdit(action.edit);
    }
}

/** Lets the user choose the language of messages. The server hears of it as of any setting. */
async function chooseLanguage() {
    const choices = Object.entries(LANGUAGES).map(([tag, label]) => ({ label, description: tag, tag }));
    const chosen = await vscode.window.showQuickPick(choices, {
        placeHolder: vscode.l10n.t("Language of messages"),
        matchOnDescription: true,
    });
    if (chosen !== undefined) await update("uiLanguage", chosen.tag);
}

module.exports = { activate, deactivate };
