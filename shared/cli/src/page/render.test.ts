import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeHtml } from "./escape.ts";
import { renderPage } from "./render.ts";
import type { ServerView } from "./view.ts";

const quiet: ServerView = {
  name: "database",
  title: "Database",
  description: "Reads a database.",
  url: "http://127.0.0.1:7420/database/mcp",
  ready: true,
  findings: [{ name: "sample", ok: true, detail: "8 tables" }],
  tools: [{ name: "run_query", title: "Run a query", effect: "read", description: "Runs SQL." }],
};
const place = { origin: "http://127.0.0.1:7420", needsToken: false };

const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];

test("text from servers never becomes markup, whatever it is", () => {
  const expected = tagsOf(
    renderPage([{ ...quiet, findings: [{ name: "a", ok: false, detail: "a", hint: "a" }] }], place),
  );
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("<script>", `"><img src=x>`, "'&<!--", ""),
      (text, evil) => {
        const bad = `${text}${evil}`;
        const tools = [{ name: bad, title: bad, effect: "read", description: bad } as const];
        const findings = [{ name: bad, ok: false, detail: bad, hint: bad }];
        const html = renderPage([{ ...quiet, title: bad, description: bad, url: bad, findings, tools }], place);
        expect(tagsOf(html)).toEqual(expected);
      },
    ),
  );
});

test("escaping covers everything that ends a text or a quoted attribute", () => {
  expect(escapeHtml(`a & "b" <c> 'd'`)).toBe("a &amp; &quot;b&quot; &lt;c&gt; &#39;d&#39;");
});

test("a ready server shows its tools and effects, and none of its findings", () => {
  const html = renderPage([quiet], place);
  expect(html).toContain("1 of 1 servers ready");
  expect(html).toContain("run_query");
  expect(html).toContain('<span class="effect read">reads</span>');
  expect(html).not.toContain("8 tables");
});

test("a failing server shows what is wrong and how to mend it", () => {
  const findings = [{ name: "sample", ok: false, detail: "The disk is full.", hint: "Free some space." }];
  const html = renderPage([{ ...quiet, ready: false, findings }], place);
  expect(html).toContain("0 of 1 servers ready");
  expect(html).toContain("The disk is full.");
  expect(html).toContain("Free some space.");
});
