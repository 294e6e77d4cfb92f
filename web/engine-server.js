// copydesk as it runs on this computer (`copydesk serve`), which gave out this page.

import { readReply } from "./reply.js";

/** An engine that asks the server the page came from, and nobody else. */
export function serverEngine() {
  return {
    async review(request) {
      const reply = await fetch("review", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
        credentials: "same-origin",
      });
      if (!reply.headers.get("content-type")?.startsWith("application/json")) throw new Error(`HTTP ${reply.status}`);
      return readReply(await reply.text());
    },
  };
}
