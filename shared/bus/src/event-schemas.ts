import * as z from "zod";
import type { BusEvent, EventPayloads, PublishedType } from "./events.ts";

const name = z.string().min(1).max(300);
const text = z.string().max(1_000);
const link = z.string().max(500).optional();
const count = z.int().min(0);
const reachability = z.enum(["up", "down", "unknown"]);

/** Small enough in all that an event stays within `LIMITS.eventBytes`. */
const SCHEMAS: { readonly [Type in PublishedType]: z.ZodType<EventPayloads[Type]> } = {
  "database.schema_changed": z.strictObject({
    connection: name,
    objects: z.array(z.string().min(1).max(120)).max(20),
    link,
  }),
  "database.migration_applied": z.strictObject({
    connection: name,
    migration: name,
    direction: z.enum(["up", "down"]),
    link,
  }),
  "monitoring.alert_firing": z.strictObject({
    alert: name,
    severity: z.enum(["critical", "error", "warning", "info"]),
    summary: text,
    link,
  }),
  "monitoring.alert_resolved": z.strictObject({ alert: name, summary: text, link }),
  "monitoring.check_changed": z.strictObject({ check: name, from: reachability, to: reachability, link }),
  "testing.run_finished": z.strictObject({
    runId: name,
    verdict: name,
    passed: count,
    failed: count,
    skipped: count,
    durationMs: z.number().min(0),
    link,
  }),
  "testing.test_broke": z.strictObject({ runId: name, test: name, file: name.optional(), link }),
  "testing.test_flaky": z.strictObject({ runId: name, test: name, file: name.optional(), link }),
  "jobs.finished": z.strictObject({
    jobId: name,
    kind: name,
    outcome: z.enum(["succeeded", "failed", "cancelled", "timed_out"]),
    link,
  }),
};

/** Why an event must not be published, in one line; `undefined` when it may. Names fields, never their content. */
export function problemWith(event: BusEvent): string | undefined {
  if (!Object.hasOwn(SCHEMAS, event.type)) return "its type is not one of the published events";
  const result = SCHEMAS[event.type].safeParse(event.data);
  if (result.success) return undefined;
  return `its data does not fit: ${result.error.issues.map((issue) => issue.path.join(".") || "data").join(", ")}`;
}
