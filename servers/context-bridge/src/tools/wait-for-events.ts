import { type EventRecord, type LogPage, waitForEvents } from "@quartet/bus";
import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { checkEventTypes } from "../event-types.ts";
import { isoTime, origin, originOf, pattern } from "../models.ts";
import { sizeOf } from "../outline.ts";

const DEFAULT_WAIT_S = 25;
/** Below the 60 s after which many clients give up a request. */
const MAX_WAIT_S = 50;
const MAX_EVENTS = 100;
/** Left in an answer for everything that is not an event. */
const FRAME_BYTES = 800;

export const waitForEventsTool = defineTool({
  name: "wait_for_events",
  title: "Wait for events",
  description:
    "Waits until something happens that matches, and returns the events in order with the cursor to go on from. Without cursor it returns the current one at once.",
  effect: "read",
  untrusted: true,
  waits: true,
  timeoutMs: 0,
  input: z.object({
    cursor: z.string().max(40).optional().describe("From the answer before; nothing after it is missed"),
    types: z
      .array(z.string().max(60))
      .min(1)
      .max(20)
      .optional()
      .describe("Such as context.stored, testing.run_finished, context.*"),
    keyPattern: pattern.optional().describe("Only events of matching keys, with * and ?"),
    timeoutSeconds: z
      .int()
      .min(0)
      .max(MAX_WAIT_S, `must be at most ${MAX_WAIT_S}, since many clients give up after 60; call again with the cursor`)
      .default(DEFAULT_WAIT_S)
      .describe("0 only looks"),
  }),
  output: z.object({
    events: z.array(
      z.object({
        sequence: z.int(),
        type: z.string(),
        key: z.string().optional(),
        by: z.string(),
        at: z.string(),
        data: z.unknown().optional().describe("Absent when too large for the answer"),
      }),
    ),
    cursor: z.string(),
    gap: z
      .object({ from: z.int(), to: z.int() })
      .optional()
      .describe("These events are no longer kept: read the contexts again"),
    reset: z.enum(["epoch", "future"]).optional().describe("The feed began anew: read the contexts again"),
    ...origin,
  }),
  async run(input, { context, signal, maxBytes }: Call<Context>) {
    const types = checkEventTypes(input.types);
    const store = await context.store();
    if (input.cursor === undefined) return { events: [], cursor: await store.head(), ...originOf(store) };
    const request = {
      cursor: input.cursor,
      limit: MAX_EVENTS,
      ...(types !== undefined && { types }),
      ...(input.keyPattern !== undefined && { keyPattern: input.keyPattern }),
    };
    const timeoutMs = input.timeoutSeconds * 1_000;
    const page = await waitForEvents(store, request, { timeoutMs, signal });
    return { ...fit(page, maxBytes - FRAME_BYTES), ...originOf(store) };
  },
});

interface ShownEvent {
  sequence: number;
  type: string;
  key?: string;
  by: string;
  at: string;
  data?: unknown;
}

/** As many whole events as fit; the cursor then stands behind the last of them, so that the next call goes on there. */
function fit(page: LogPage, maxBytes: number): Pick<LogPage, "cursor" | "gap" | "reset"> & { events: ShownEvent[] } {
  const { gap, reset } = page;
  const events: ShownEvent[] = [];
  let { cursor } = page;
  let usedBytes = 0;
  for (const [index, event] of page.events.entries()) {
    const shown = show(event, maxBytes);
    usedBytes += sizeOf(shown) + 1;
    if (usedBytes > maxBytes) {
      cursor = page.events[index - 1]?.revision ?? cursor;
      break;
    }
    events.push(shown);
  }
  return { events, cursor, ...(gap !== undefined && { gap }), ...(reset !== undefined && { reset }) };
}

function show({ sequence, type, key, by, atMs, data }: EventRecord, maxBytes: number): ShownEvent {
  const about = { sequence, type, ...(key !== undefined && { key }), by, at: isoTime(atMs) };
  const whole = { ...about, data };
  return sizeOf(whole) < maxBytes ? whole : about;
}
