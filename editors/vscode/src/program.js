// Where the program is: as it is set, in the workspace, on PATH, or where Cargo puts what it installs.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

/** Folders of a workspace in which its tools stand. */
const OF_WORKSPACE = ["bin", path.join(".venv", "bin"), path.join(".venv", "Scripts"), path.join("node_modules", ".bin")];

/**
 * The program, or nothing if there is none.
 *
 * @param {object} from
 * @param {string} from.named as the user's settings name it; relative to the first folder. Empty if they do not.
 * @param {string[]} from.folders the folders of the workspace
 * @param {boolean} from.isTrusted whether programs of the workspace may be run
 * @param {string} from.search the value of PATH
 * @param {string} from.home the user's home folder
 * @param {string} from.platform as Node names it
 * @returns {string | undefined}
 */
function findProgram({ named, folders, isTrusted, search, home, platform }) {
    if (named !== "") {
        const spelled = named.startsWith("~/") ? path.join(home, named.slice(2)) : named;
        // A name without a folder is looked for like any command.
        const isCommand = path.basename(spelled) === spelled;
        const folder = path.resolve(folders[0] ?? ".", path.dirname(spelled));
        return first(isCommand ? onPath(search) : [folder], [path.basename(spelled)]);
    }
    const names = platform === "win32" ? ["copydesk.exe", "copydesk.cmd"] : ["copydesk"];
    const ofWorkspace = isTrusted ? folders.flatMap((folder) => OF_WORKSPACE.map((name) => path.join(folder, name))) : [];
    return first([...ofWorkspace, ...onPath(search), path.join(home, ".cargo", "bin")], names);
}

/** The folders of PATH. One that is relative would be a folder of whatever is open. */
function onPath(search) {
    return search.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
}

function first(folders, names) {
    return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(isProgram);
}

function isProgram(file) {
    try {
        fs.accessSync(file, fs.constants.X_OK);
        return fs.statSync(file).isFile();
    } catch {
        return false;
    }
}

module.exports = { findProgram };
