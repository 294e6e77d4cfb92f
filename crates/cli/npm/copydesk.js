#!/usr/bin/env node
// Starts the program, which is in a package of its own for each system: npm installs the one that fits.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { constants } from "node:os";

const name = `copydesk-${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "copydesk.exe" : "copydesk";

/** The path of the program, or undefined if its package is not there. */
function program() {
  try {
    return createRequire(import.meta.url).resolve(`${name}/${file}`);
  } catch {
    return undefined;
  }
}

/** Says why nothing runs, and ends as a run does with which something was wrong. */
function fail(...lines) {
  process.stderr.write(lines.map((line) => `${line}\n`).join(""));
  process.exit(2);
}

const path = program();
if (path === undefined) {
  fail(
    `error: the package ${name}, which holds the program for this system, is not installed`,
    "  If npm was told to leave out optional packages (--omit=optional), install again without that.",
    "  If there is no such package for this system, docs/install.md names other ways to get copydesk.",
  );
}

// A terminal sends an interrupt to both, and the program may have a file to finish: this end waits for it. What only this process
// is sent is handed on. Handlers come first: what arrives meanwhile waits for the program to be there.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
const child = spawn(path, process.argv.slice(2), { stdio: "inherit", windowsHide: true });
child.on("error", (error) => fail(`error: ${path}: ${error.message}`));
child.on("exit", (status, signal) => {
  // As shells count.
  process.exit(status ?? 128 + (constants.signals[signal] ?? 0));
});
