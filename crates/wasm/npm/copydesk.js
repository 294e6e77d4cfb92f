// copydesk as WebAssembly: an article in, its review out. Nothing is loaded but the module, and that by whoever calls.

import { call } from "./call.js";

/** Makes copydesk ready. `module` is `copydesk.wasm`: its bytes, or a compiled WebAssembly.Module. */
export async function load(module) {
  const compiled = module instanceof WebAssembly.Module ? module : await WebAssembly.compile(module);
  return new Copydesk(compiled, await WebAssembly.instantiate(compiled, {}));
}

/** Reviews articles. Each call is synchronous and takes some milliseconds: in a page, call it in a worker. */
class Copydesk {
  #module;
  #exports;
  #configuration = null;

  constructor(module, instance) {
    this.#module = module;
    this.#exports = instance.exports;
  }

  /** The review of an article; with `fix`, of the repaired article. Throws an Error with `help` on a request that cannot be read. */
  review(request) {
    return this.#ask("review", request);
  }

  /** The configuration that holds from now on: the texts of its files by path, and its own path. What is wrong with it, as `problems`. */
  configure(files, path = "copydesk.toml") {
    const understood = this.#ask("configure", { files, path });
    this.#configuration = { files, path };
    return understood;
  }

  /** The languages in which people are spoken to. */
  languages() {
    return this.#ask("languages", null);
  }

  #ask(name, request) {
    let text;
    try {
      text = call(this.#exports, name, request === null ? "" : JSON.stringify(request));
    } catch (error) {
      // What has failed inside the module may have left it in disorder: what follows gets a new one.
      this.#exports = new WebAssembly.Instance(this.#module, {}).exports;
      if (this.#configuration) call(this.#exports, "configure", JSON.stringify(this.#configuration));
      throw error;
    }
    const reply = JSON.parse(text);
    if (reply.error) throw Object.assign(new Error(reply.error.message), { help: reply.error.help });
    return reply;
  }
}
