/**
 * What a statement is, by its leading words. SQLite applies most `PRAGMA`s while it prepares them, before any property
 * of the prepared statement could be asked, so these are told apart beforehand; all else is left to the engine.
 */
export type StatementKind =
  | { readonly kind: "empty" }
  /** Starts with SELECT, WITH or VALUES, or explains such a statement. Whether it writes is for the engine to say. */
  | { readonly kind: "query" }
  | { readonly kind: "pragma"; readonly name: string; readonly argument: boolean; readonly assigned: boolean }
  | { readonly kind: "other"; readonly keyword: string };

const QUERY_WORDS = new Set(["SELECT", "WITH", "VALUES"]);

/** Classifies one statement by SQLite's own token rules for spaces, comments, words and quoted names. */
export function classifyStatement(sql: string): StatementKind {
  const next = tokenReader(sql);
  let word = next();
  while (word === ";") word = next();
  if (word === "") return { kind: "empty" };
  let keyword = word.toUpperCase();
  if (keyword === "EXPLAIN") {
    keyword = next().toUpperCase();
    if (keyword === "QUERY") {
      next();
      keyword = next().toUpperCase();
    }
    // EXPLAIN applies a PRAGMA just as running it does.
    return QUERY_WORDS.has(keyword) ? { kind: "query" } : { kind: "other", keyword: `EXPLAIN ${keyword}`.trim() };
  }
  if (QUERY_WORDS.has(keyword)) return { kind: "query" };
  return keyword === "PRAGMA" ? classifyPragma(next) : { kind: "other", keyword };
}

function classifyPragma(next: () => string): StatementKind {
  let name = next();
  let after = next();
  if (after === ".") {
    name = next();
    after = next();
  }
  return { kind: "pragma", name: name.toLowerCase(), argument: after === "(", assigned: after === "=" };
}

const SPACE = /[ \t\n\f\r\uFEFF]/;
const WORD_PART = /[A-Za-z0-9_$\u0080-\u{10FFFF}]/u;
const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", "`": "`", "[": "]" };

/** Gives one token per call: a word, a quoted name as written, or a single character; "" at the end. */
function tokenReader(sql: string): () => string {
  let at = 0;
  return () => {
    at = skipBlank(sql, at);
    const start = at;
    const first = sql[at];
    if (first === undefined) return "";
    const closing = CLOSING[first];
    if (closing !== undefined) {
      const end = sql.indexOf(closing, at + 1);
      at = end === -1 ? sql.length : end + 1;
    } else if (WORD_PART.test(first)) {
      while (at < sql.length && WORD_PART.test(sql[at] ?? "")) at += 1;
    } else {
      at += 1;
    }
    return sql.slice(start, at);
  };
}

/** The index of the first character that is neither space nor comment. */
function skipBlank(sql: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < sql.length && SPACE.test(sql[at] ?? "")) at += 1;
    if (sql.startsWith("--", at)) at = endOf(sql, "\n", at + 2);
    else if (sql.startsWith("/*", at)) at = endOf(sql, "*/", at + 2);
    else return at;
  }
}

function endOf(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from);
  return found === -1 ? sql.length : found + mark.length;
}
