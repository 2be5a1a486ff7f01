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

/** Events that the store itself writes when state changes. */
export const STATE_EVENTS = ["context.stored", "context.deleted", "context.expired"] as const;

/** Whether a server publishes the event already; the others are named for what is to come. A missing one would not compile. */
const PUBLISHED: Readonly<Record<PublishedType, boolean>> = {
  "database.schema_changed": false,
  "database.migration_applied": false,
  "monitoring.alert_firing": false,
  "monitoring.alert_resolved": false,
  "monitoring.check_changed": false,
  "testing.run_finished": true,
  "testing.test_broke": false,
  "testing.test_flaky": false,
  "jobs.finished": false,
};

/** Every type of event, in the order of the docs. */
export const EVENT_TYPES: readonly string[] = [...STATE_EVENTS, ...Object.keys(PUBLISHED)];

/** Those of them that happen: it would be vain to wait for any other. */
export const HAPPENING_TYPES: readonly string[] = [
  ...STATE_EVENTS,
  ...Object.entries(PUBLISHED).flatMap(([type, now]) => (now ? [type] : [])),
];

/** Whether a type is asked for by one of these names or families (`testing.*`). No names: every type is. */
export function isWanted(type: string, wanted: readonly string[] | undefined): boolean {
  if (wanted === undefined || wanted.length === 0) return true;
  return wanted.some((one) => one === type || (one.endsWith(".*") && type.startsWith(one.slice(0, -1))));
}
