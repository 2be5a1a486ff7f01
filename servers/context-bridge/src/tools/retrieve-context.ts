import { type Entry, missing } from "@quartet/bus";
import { type Call, defineTool, ToolError } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { resolvePointer } from "../json-pointer.ts";
import { key, origin, originOf, type Summary, summary, summaryOf } from "../models.ts";
import { type Outline, outlineOf, sizeOf } from "../outline.ts";

const MAX_KEYS = 20;
/** For brackets, names and what the core adds to a page, and again for those of an outline. */
const FRAME_BYTES = 200;

const member = z.object({ path: z.string(), type: z.string(), sizeBytes: z.int() });

export const retrieveContext = defineTool({
  name: "retrieve_context",
  title: "Retrieve context",
  description:
    "Reads stored values with their revision and author. Of a value too large for one answer it gives an outline; read its parts with path.",
  effect: "read",
  untrusted: true,
  list: "contexts",
  input: z.object({
    keys: z.array(key).min(1).max(MAX_KEYS).describe("As list_contexts gives them"),
    path: z
      .string()
      .max(1_000)
      .regex(/^(?:\/|$)/, "must start with /")
      .default("")
      .describe("JSON pointer into the value of one key, such as /steps/0"),
  }),
  output: z.object({
    contexts: z.array(
      z.object({
        ...summary,
        value: z.unknown().optional().describe("Absent when too large"),
        outline: z
          .object({
            members: z.array(member).optional(),
            memberCount: z.int().optional(),
            preview: z.string().optional(),
            resource: z.string().describe("Address of the whole value"),
          })
          .optional(),
      }),
    ),
    missing: z.array(z.string()).describe("Keys that hold nothing"),
    ...origin,
  }),
  async run({ keys, path }, { context, offset, maxBytes }: Call<Context>) {
    if (path !== "" && keys.length > 1) {
      throw new ToolError("invalid_input", "path: goes with one key only.", { hint: "Ask for one key at a time." });
    }
    const store = await context.store();
    const found = await store.get([...new Set(keys)]);
    const [first] = keys;
    if (found.length === 0 && first !== undefined) throw await missing(store, first, "keys");
    const known = new Set(found.map((entry) => entry.key));
    const rest = { missing: [...new Set(keys)].filter((wanted) => !known.has(wanted)), ...originOf(store) };
    const leftBytes = maxBytes - sizeOf(rest) - FRAME_BYTES;
    return { contexts: found.slice(offset).map((entry) => show(entry, path, leftBytes)), ...rest };
  },
});

type Shown = Summary & { value?: unknown; outline?: Outline & { resource: string } };

function show(entry: Entry, path: string, maxBytes: number): Shown {
  const value = resolvePointer(entry.value, path);
  if (value === undefined) {
    throw new ToolError("not_found", `path: leads nowhere in the value of "${entry.key}".`, {
      hint: "Read the key without path to see what it holds.",
    });
  }
  const about = summaryOf(entry);
  const leftBytes = maxBytes - sizeOf(about);
  if (sizeOf(value) <= leftBytes) return { ...about, value };
  const resource = `context://${entry.key}`;
  return { ...about, outline: { ...outlineOf(value, path, leftBytes - FRAME_BYTES - resource.length), resource } };
}
