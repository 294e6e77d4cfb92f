// copydesk as WebAssembly, in a worker: typing never waits for it. Worker and module come inside the page, so that nothing is loaded.

import { readReply } from "./reply.js";

/** An engine that runs here, in the browser. Fails at the first review if the browser cannot. */
export function workerEngine() {
  const waiting = new Map();
  let last = 0;
  const source = document.getElementById("worker").textContent;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const ready = unpacked(document.getElementById("module").textContent).then((module) =>
    worker.postMessage({ module }, [module]),
  );
  const fail = (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  ready.catch(fail);
  worker.addEventListener("error", (event) => fail(new Error(event.message)));
  worker.addEventListener("message", ({ data }) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error) call?.reject(new Error(data.error));
    else call?.resolve(data.reply);
  });
  return {
    async review(request) {
      await ready;
      last += 1;
      const id = last;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, request: JSON.stringify(request) });
      }).then(readReply);
    },
  };
}

/** The module as the page carries it: gzip, in base64. */
async function unpacked(base64) {
  const packed = Uint8Array.from(atob(base64.trim()), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
