import { plainLine } from "@quartet/core";
import { claudeCodeLine, cursorBlock, type Endpoint, vsCodeBlock, vsCodeLine } from "../connect-lines.ts";
import type { FirstCall } from "../first-calls/first-call.ts";
import type { Paint } from "./paint.ts";

const NAME_WIDTH = 16;
const MAX_LINE_CHARS = 200;

/** What each server answered, its address, and what failed. */
export function reportCalls(calls: readonly FirstCall[], url: string, paint: Paint): string {
  const failed = calls.filter(({ ok }) => !ok).length;
  const verdict =
    failed === 0
      ? `all ${calls.length} servers answer`
      : `${failed} of ${calls.length} servers failed their first call`;
  return [
    "",
    `  ${paint("bold", `Quartet on ${url}`)}, ${paint(failed === 0 ? "green" : "red", verdict)}`,
    "",
    ...calls.flatMap((call) => reportCall(call, url, paint)),
    "",
  ].join("\n");
}

function reportCall({ name, ok, tool, tookMs, lines }: FirstCall, url: string, paint: Paint): string[] {
  const mark = ok ? paint("green", "✓") : paint("red", "✗");
  const called = tool === undefined ? "" : `  ${paint("dim", `${tool}, ${Math.round(tookMs)} ms`)}`;
  return [
    `  ${mark} ${paint("bold", name.padEnd(NAME_WIDTH))}${paint("cyan", `${url}/${name}/mcp`)}${called}`,
    ...lines.map((line) => `    ${" ".repeat(NAME_WIDTH)}${plainLine(line, MAX_LINE_CHARS)}`),
  ];
}

/** The lines to paste into clients. */
export function reportClients(
  endpoints: readonly Endpoint[],
  { url, needsToken, paint }: { url: string; needsToken: boolean; paint: Paint },
): string {
  return [
    "",
    heading("Claude Code", "run", paint),
    ...endpoints.map((endpoint) => `  ${claudeCodeLine(endpoint, needsToken)}`),
    "",
    heading("Cursor", "put into ~/.cursor/mcp.json", paint),
    indent(cursorBlock(endpoints, needsToken)),
    "",
    heading("VS Code", "put into .vscode/mcp.json, or run the commands below", paint),
    indent(vsCodeBlock(endpoints, needsToken)),
    ...(needsToken ? [] : endpoints.map((endpoint) => `  ${vsCodeLine(endpoint)}`)),
    "",
    heading("Page", `${url}/`, paint),
    `  Also there: /healthz, /readyz and /metrics.`,
    "",
    "  Serving until Ctrl-C.",
    "",
  ].join("\n");
}

function heading(title: string, note: string, paint: Paint): string {
  return `  ${paint("bold", title)} ${paint("dim", `(${note})`)}`;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}
