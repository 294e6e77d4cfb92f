// In the worker: takes the module, then requests, and answers each.

"use strict";

let engine = null;

/** Calls the module with the bytes of a request; gives the bytes of its reply as text. */
function call(request) {
  const { memory, request_buffer, review, reply_pointer } = engine;
  const bytes = new TextEncoder().encode(request);
  new Uint8Array(memory.buffer).set(bytes, request_buffer(bytes.length));
  const length = review();
  return new TextDecoder().decode(new Uint8Array(memory.buffer, reply_pointer(), length));
}

self.addEventListener("message", async ({ data }) => {
  if (data.module) {
    engine = WebAssembly.instantiate(data.module, {}).then(({ instance }) => (engine = instance.exports));
    return;
  }
  try {
    engine = await engine;
    self.postMessage({ id: data.id, reply: call(data.request) });
  } catch (error) {
    self.postMessage({ id: data.id, error: String(error.message ?? error) });
  }
});
