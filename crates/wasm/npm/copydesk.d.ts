/** Makes copydesk ready. `module` is `copydesk.wasm`: its bytes, or a compiled module. */
export function load(module: BufferSource | WebAssembly.Module): Promise<Copydesk>;

/** Reviews articles. Each call is synchronous and takes some milliseconds: in a page, call it in a worker. */
export interface Copydesk {
  /** The review of an article; with `fix`, of the repaired article. Throws an Error with `help` on a request that cannot be read. */
  review(request: ReviewRequest): Review;
  /** The configuration that holds from now on: the texts of its files by path, and its own path. */
  configure(files: Record<string, string>, path?: string): { version: 1; problems: Problem[] };
  /** The languages in which people are spoken to. */
  languages(): { tag: string; name: string; direction: "ltr" | "rtl" }[];
}

export interface ReviewRequest {
  text: string;
  /** The name of its file, which need not be there: it says the format, and which overrides of a configuration hold. */
  name?: string;
  /** What the name says, if it is not given, otherwise `text`. The last three are of many articles. */
  format?: "text" | "markdown" | "html" | "jsonl" | "json" | "wxr";
  /** Of a file of many articles, which one to review. If it is not given, the first one is, and the review lists all. */
  record?: number;
  /** The text of that article as somebody has edited it, if it is not the one in the file. */
  edited?: string;
  /** The tag of the language in which people are spoken to; English, if it is not given. */
  ui?: string;
  /** Which repairs to apply first: all safe ones, or those of the findings with these ids. */
  fix?: "safe" | string[];
}

/** Offsets count UTF-16 code units of `text`, from 0. */
export interface Place {
  start: number;
  end: number;
}

export interface Words extends Place {
  text: string;
}

export interface Review {
  version: 1;
  name: string | null;
  language: string | null;
  direction: "ltr" | "rtl";
  format: "text" | "markdown" | "html";
  text: string;
  headline: string | null;
  blocks: (Place & { role: string; direction: "ltr" | "rtl" })[];
  findings: Finding[];
  names: Name[];
  quotations: Quotation[];
  /** Sources that nobody can trace. */
  vague: Words[];
  summary: { errors: number; warnings: number; hints: number; fixable: number; safe: number; fixed: number };
  problems: Problem[];
  /** Of an article of a file of many: what it is known by. */
  record?: string;
  /** Of a file of many articles, if none of them was asked for: all of them. */
  records?: { record: number; id: string; headline: string | null; line: number }[];
  /** With the list: how much of the file could not be read. */
  unreadable?: number;
  /** What the article is written as, in place of what stands there in the text that was sent; not there if it cannot be written. */
  written?: Words;
}

export interface Position {
  byte: number;
  code_point: number;
  utf16: number;
  /** From 1. */
  line: number;
  /** In Unicode scalar values, from 1. */
  column: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface Finding extends Range {
  /** Stays the same while the nearest words do. */
  id: string;
  code: string;
  variant?: string;
  severity: "error" | "warning" | "info";
  message: string;
  /** What the code finds, in a line. */
  name: string;
  group: string;
  why: string;
  page: string | null;
  fix?: { applicability: "safe" | "unsafe" | "display-only"; title: string; edits: (Range & { text: string })[] };
  related?: (Range & { message: string })[];
  places?: Range[];
  /** The nearest words before and after the repair. */
  before?: ChangePart[];
  after?: ChangePart[];
}

/** For readers: what cannot be seen is written out. */
export interface ChangePart {
  text: string;
  changed: boolean;
}

export interface Name {
  name: string;
  inconsistent: boolean;
  spellings: { text: string; count: number; short: boolean; gives_way: boolean; places: Place[] }[];
}

export interface Quotation extends Place {
  speaker: Words | null;
  cue: Words | null;
  standing: "named" | "unnamed" | "none";
  certainty: "sure" | "likely" | "unsure" | null;
}

export interface Problem {
  message: string;
  help?: string;
}
