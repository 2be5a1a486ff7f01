import { PNPM } from "./pnpm-call.mjs";

/** A set-up that cannot go on; its message is the one line that people see. */
export class SetupFailure extends Error {}

const CAUSES = [
  {
    signs:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED/,
    line: "No network: the npm registry cannot be reached. Check the connection or the proxy settings, then run the command again.",
  },
  {
    signs: /ENOSPC/,
    line: "The disk is full. Free about 1 GB, then run the command again.",
  },
  {
    signs: /ERR_PNPM_OUTDATED_LOCKFILE|ERR_PNPM_FROZEN_LOCKFILE/,
    line: `pnpm-lock.yaml does not fit the package.json files. Take both from the same commit, or run: npx ${PNPM} install`,
  },
];
const DENIED = /(?:EACCES|EPERM|EROFS)[^\n]*/;
const PATH_IN_QUOTES = /'([^']+)'/;

/** Why a command failed, in one line, from what it wrote. */
export function explain(doing, output) {
  const [denied] = DENIED.exec(output) ?? [];
  if (denied !== undefined) return noPermission(PATH_IN_QUOTES.exec(denied)?.[1] ?? "this folder");
  const cause = CAUSES.find(({ signs }) => signs.test(output));
  if (cause !== undefined) return cause.line;
  return `${doing} failed. What it said:\n${indent(lastLines(output))}`;
}

export function noPermission(path) {
  return `No write permission: this user may not write to ${path}. Change its owner or mode, or clone Quartet elsewhere.`;
}

function lastLines(output) {
  return output.trim().split("\n").slice(-30);
}

function indent(lines) {
  return lines.map((line) => `    ${line}`).join("\n");
}
