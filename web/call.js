// How the module is asked: text in, text out.

/** Calls a function of the module with a request, as text; gives its reply. */
export function call(exports, name, request) {
  const bytes = new TextEncoder().encode(request);
  const at = exports.room(bytes.length);
  new Uint8Array(exports.memory.buffer).set(bytes, at);
  const length = exports[name]();
  return new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.reply(), length));
}
