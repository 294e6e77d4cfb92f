// In the worker: takes the module, then requests, and answers each.

import { call } from "./call.js";

let module = null;
let engine = null;

/** Makes the module ready. The first review reads all rules: that is done here, while the article is still being brought. */
async function start() {
  const { exports } = await WebAssembly.instantiate(await module, {});
  call(exports, "review", '{"text":""}');
  return exports;
}

self.addEventListener("message", async ({ data }) => {
  try {
    module ??= WebAssembly.compile(data.module);
    engine ??= start();
    if (data.request) self.postMessage({ id: data.id, reply: call(await engine, "review", data.request) });
  } catch (error) {
    // What has failed inside the module may have left it in disorder: the next request gets a new one.
    engine = null;
    self.postMessage({ id: data.id, error: String(error.message ?? error) });
  }
});
