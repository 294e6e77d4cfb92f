// What an engine answers: a review, or why there is none.

/** The review in a reply (its JSON); throws with the engine's own words if it refused. */
export function readReply(json) {
  const reply = JSON.parse(json);
  if (reply.error) throw new Error([reply.error.message, reply.error.help].filter(Boolean).join(" "));
  return reply;
}
