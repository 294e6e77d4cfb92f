// What a finding is about: the text it counts in, and which way its blocks run.

/** `{ text, directionAt(offset) }` of a review; `text` is null where the review has none. */
export function sourceOf(review) {
  const blocks = review?.blocks ?? [];
  return {
    text: review?.text || null,
    directionAt(offset) {
      const block = blocks.find((each) => each.start <= offset && offset <= each.end);
      return block?.direction ?? review?.direction ?? "auto";
    },
  };
}
