// The launcher of the npm package, with programs that stand for copydesk.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const FOLDER = mkdtempSync(join(tmpdir(), "copydesk-"));
after(() => rmSync(FOLDER, { recursive: true }));
const LAUNCHER = join(FOLDER, "node_modules/copydesk/copydesk.js");
const PROGRAM = join(FOLDER, `node_modules/copydesk-${process.platform}-${process.arch}/copydesk`);
mkdirSync(join(LAUNCHER, ".."), { recursive: true });
mkdirSync(join(PROGRAM, ".."));
copyFileSync(new URL("../../crates/cli/npm/copydesk.js", import.meta.url), LAUNCHER);
writeFileSync(join(LAUNCHER, "../package.json"), '{ "name": "copydesk", "type": "module" }');

/** Makes the program that is started: a script of the shell. */
function programIs(...lines) {
  writeFileSync(PROGRAM, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(PROGRAM, 0o755);
}

const run = (...words) => spawnSync(process.execPath, [LAUNCHER, ...words], { encoding: "utf8", input: "an article" });

test("the program gets every argument as it is, and standard input; its output and status come back", () => {
  programIs('printf "<%s>" "$@"', "cat", 'echo "a problem" >&2', "exit 7");
  const { status, stdout, stderr } = run("check", "two words", "", "$HOME", "مقال");
  assert.deepEqual([status, stdout, stderr], [7, "<check><two words><><$HOME><مقال>an article", "a problem\n"]);
});

test("a program that is ended by a signal gives the status that shells give", () => {
  programIs("kill -KILL $$");
  assert.equal(run().status, 128 + 9);
});

test("a program that cannot be started is said, with the status of a run that went wrong", () => {
  programIs("exit 0");
  chmodSync(PROGRAM, 0o644);
  const { status, stderr } = run();
  assert.equal(status, 2);
  assert.match(stderr, /^error: .*copydesk: .*EACCES/);
});

test("a program that is not there is said, with what helps", () => {
  rmSync(PROGRAM);
  const { status, stderr } = run();
  assert.equal(status, 2);
  assert.match(stderr, new RegExp(`^error: the package copydesk-${process.platform}-${process.arch}`));
  assert.match(stderr, /--omit=optional/);
});

/** Starts the launcher, sends it a signal once the program has said that it is there, and waits for the end of both. */
function signalled(signal) {
  return new Promise((resolve) => {
    const launcher = spawn(process.execPath, [LAUNCHER], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    launcher.stdout.on("data", (piece) => {
      said += piece;
      if (said === "here\n") launcher.kill(signal);
    });
    launcher.on("close", (status, ended) => resolve({ status, ended, said }));
  });
}

test("an interrupt waits for what the program has to finish", async () => {
  // A terminal sends it to both; here the program is told by the launcher's being told, and ends when it likes.
  programIs("echo here", "sleep 1", "echo written", "exit 3");
  assert.deepEqual(await signalled("SIGINT"), { status: 3, ended: null, said: "here\nwritten\n" });
});

test("a request to end reaches the program", async () => {
  programIs("trap 'echo told; exit 4' TERM", "echo here", "while :; do sleep 0.1; done");
  assert.deepEqual(await signalled("SIGTERM"), { status: 4, ended: null, said: "here\ntold\n" });
});
