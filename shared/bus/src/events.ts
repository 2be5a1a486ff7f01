import * as z from "zod";

/** A link to the full thing: a resource address, a file, a page. */
interface Linked {
  readonly link?: string | undefined;
}

/** Every event that servers publish, with its data. Small: what happened, to what, and where to read more. */
export interface EventPayloads {
  "database.schema_changed": Linked & { readonly connection: string; readonly objects: readonly string[] };
  "database.migration_applied": Linked & {
    readonly connection: string;
    readonly migration: string;
    readonly direction: "up" | "down";
  };
  "monitoring.alert_firing": Linked & {
    readonly alert: string;
    readonly severity: "critical" | "error" | "warning" | "info";
    readonly summary: string;
  };
  "monitoring.alert_resolved": Linked & { readonly alert: string; readonly summary: string };
  "monitoring.check_changed": Linked & {
    readonly check: string;
    readonly from: "up" | "down" | "unknown";
    readonly to: "up" | "down" | "unknown";
  };
  "testing.run_finished": Linked & {
    readonly runId: string;
    readonly verdict: string;
    readonly passed: number;
    readonly failed: number;
    readonly skipped: number;
    readonly durationMs: number;
  };
  "testing.test_broke": Linked & { readonly runId: string; readonly test: string; readonly file?: string | undefined };
  "testing.test_flaky": Linked & { readonly runId: string; readonly test: string; readonly file?: string | undefined };
  "jobs.finished": Linked & {
    readonly jobId: string;
    readonly kind: string;
    readonly outcome: "succeeded" | "failed" | "cancelled" | "timed_out";
  };
}

export type PublishedType = keyof EventPayloads;

/** An event to publish: its type and the data that belongs to it. */
export type BusEvent = {
  [Type in PublishedType]: { readonly type: Type; readonly data: EventPayloads[Type] };
}[PublishedType];

const name = z.string().min(1).max(300);
const text = z.string().max(1_000);
const link = z.string().max(500).optional();
const count = z.int().min(0);
const reachability = z.enum(["up", "down", "unknown"]);

const SCHEMAS: { readonly [Type in PublishedType]: z.ZodType<EventPayloads[Type]> } = {
  "database.schema_changed": z.strictObject({ connection: name, objects: z.array(name).max(20), link }),
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

/** Events that the store itself writes when state changes. */
export const STATE_EVENTS = ["context.stored", "context.deleted", "context.expired"] as const;

/** Every type that can be waited for, in the order of the docs. */
export const EVENT_TYPES: readonly string[] = [...STATE_EVENTS, ...Object.keys(SCHEMAS)];

/** Why an event must not be published, in one line; `undefined` when it may. Names fields, never their content. */
export function problemWith(event: BusEvent): string | undefined {
  if (!Object.hasOwn(SCHEMAS, event.type)) return "its type is not one of the published events";
  const result = SCHEMAS[event.type].safeParse(event.data);
  if (result.success) return undefined;
  return `its data does not fit: ${result.error.issues.map((issue) => issue.path.join(".") || "data").join(", ")}`;
}

/** Whether a type is asked for by one of these names or families (`testing.*`). No names: every type is. */
export function isWanted(type: string, wanted: readonly string[] | undefined): boolean {
  if (wanted === undefined || wanted.length === 0) return true;
  return wanted.some((one) => one === type || (one.endsWith(".*") && type.startsWith(one.slice(0, -1))));
}
