export const REDACTED = "[redacted]";

/** Values seen as `Secret` in this process; short ones are left out, since replacing them would garble ordinary text. */
const knownSecrets = new Set<string>();
const MIN_SECRET_LENGTH = 6;

export function rememberSecret(value: string): void {
  if (value.length >= MIN_SECRET_LENGTH) knownSecrets.add(value);
}

/** Each takes time in proportion to the text, which may be a command line of megabytes. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // scheme://user:password@host
  [/(:\/\/[^\s:/@"']*):[^\s/"']+@/g, `$1:${REDACTED}@`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${REDACTED}`],
  // password=…, "api_key": "…", token: …
  [
    /((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)\\?["']?\s*[=:]\s*\\?["']?)(?!\[redacted\])[^\s"'&,;}\\]+/gi,
    `$1${REDACTED}`,
  ],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [/\b(?:gh[pousr]_|github_pat_|sk-|xox[abprs]-|glpat-|AKIA)[\w-]{10,}/g, REDACTED],
];

/** Takes passwords, tokens and keys out of a text, by value where they are known and by shape where not. */
export function redact(text: string): string {
  let clean = text;
  for (const value of knownSecrets) clean = clean.replaceAll(value, REDACTED);
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

const SENSITIVE_KEY = /^(pass(word|wd|phrase)?|pwd|secret|token|api[_-]?key|authorization|cookie|private[_-]?key)$/i;

/** Redacts one line of JSON value by value, so that it stays JSON. */
export function redactJson(line: string): string {
  return JSON.stringify(
    JSON.parse(line, (key, value: unknown) => {
      if (typeof value !== "string") return value;
      return SENSITIVE_KEY.test(key) ? REDACTED : redact(value);
    }),
  );
}
