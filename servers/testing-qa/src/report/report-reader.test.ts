import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Report } from "../models.ts";
import { ReportCollector } from "./collect-report.ts";

const KEY = "0123456789abcdef";
const place = { file: "/p/a.test.js", titles: ["math", "adds — ü 🎉"] };
const EVENTS = [
  { kind: "begin", version: "5.1.1" },
  { kind: "file", file: "/p/a.test.js", complete: false, empty: false },
  { kind: "started", ...place },
  { kind: "test", ...place, state: "passed", durationMs: 1.5, errors: [] },
  { kind: "file", file: "/p/a.test.js", complete: true, empty: false },
  { kind: "end", interrupted: false },
];

function sealed(events: readonly object[], key = KEY): string[] {
  return events.map((event, seq) => {
    const text = JSON.stringify({ seq, ...event });
    return `${createHmac("sha256", key).update(text).digest("hex")} ${text}\n`;
  });
}

function read(text: string | Buffer, cutAt: readonly number[] = []): Report {
  const collector = new ReportCollector(KEY);
  const bytes = Buffer.from(text);
  const edges = [0, ...cutAt.map((at) => at % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (let at = 1; at < edges.length; at += 1) collector.reader.push(bytes.subarray(edges[at - 1], edges[at]));
  return collector.report();
}

const whole = sealed(EVENTS);

describe("a report", () => {
  test("is read whole, however its bytes arrive", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5_000), { maxLength: 20 }), (cutAt) => {
        expect(read(whole.join(""), cutAt)).toMatchObject({
          began: true,
          ended: true,
          forgedLines: 0,
          tests: [{ titles: ["math", "adds — ü 🎉"], state: "passed" }],
          incompleteFiles: [],
          unfinished: [],
        });
      }),
    );
  });

  test("counts every line that is inserted, whatever it says", () => {
    const line = fc.oneof(
      fc.string().map((text) => text.replaceAll("\n", "")),
      fc.constantFrom(...sealed(EVENTS, "another key").map((text) => text.trim())),
    );
    fc.assert(
      fc.property(line, fc.nat(whole.length), (text, at) => {
        expect(read([...whole.slice(0, at), `${text}\n`, ...whole.slice(at)].join("")).forgedLines).toBe(1);
      }),
    );
  });

  test("does not take a copied line for a new one", () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (at) => {
        expect(read([...whole.slice(0, at + 1), ...whole.slice(at)].join("")).forgedLines).toBeGreaterThan(0);
      }),
    );
  });

  test("is neither whole nor clean when a line is taken away", () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (at) => {
        const { ended, forgedLines } = read(whole.filter((_, index) => index !== at).join(""));
        expect(ended && forgedLines === 0).toBe(false);
      }),
    );
  });

  test("is not whole when it breaks off anywhere", () => {
    const bytes = Buffer.from(whole.join(""));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(read(bytes.subarray(0, length)).ended).toBe(false);
      }),
    );
  });

  test("does not believe a changed byte", () => {
    const bytes = Buffer.from(whole.join(""));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        const { ended, forgedLines } = read(changed);
        // The case of the seal's hex digits carries no meaning.
        if (changed.toString().toLowerCase() !== bytes.toString().toLowerCase())
          expect(ended && forgedLines === 0).toBe(false);
      }),
    );
  });

  test("counts a line without end once, and reads on behind it", () => {
    const endless = `${"x".repeat(9_000_000)}\n`;
    expect(read([...whole.slice(0, 2), endless, ...whole.slice(2)].join(""), [3_000_000, 7_000_000])).toMatchObject({
      ended: true,
      forgedLines: 1,
      tests: [{ state: "passed" }],
    });
  });

  test("takes a sealed line of no known shape for a forgery", () => {
    expect(
      read(sealed([{ kind: "begin" }, { kind: "nonsense", __proto__: { kind: "end" } }]).join("")).forgedLines,
    ).toBe(2);
  });
});
