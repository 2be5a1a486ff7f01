export {
  type BusEvent,
  EVENT_TYPES,
  type EventPayloads,
  HAPPENING_TYPES,
  type PublishedType,
  STATE_EVENTS,
} from "./events.ts";
export { KEY_PATTERN, LIMITS, TAG_PATTERN } from "./limits.ts";
export type { EventRecord, Gap, LogPage, ReadLog, Reset } from "./log-page.ts";
export { isJsonObject } from "./merge-patch.ts";
export { findProject, NAMESPACE_PATTERN, type Project } from "./namespace.ts";
export { type OpenStore, openStore } from "./open-store.ts";
export { createPublisher, type Publisher, type PublisherOptions } from "./publisher.ts";
export type {
  Append,
  Entry,
  EntryPage,
  EntrySummary,
  ListQuery,
  Put,
  Receipt,
  Remove,
  Store,
  StoreKind,
  StoreScope,
  StoreStatus,
} from "./store.ts";
export { missing, type Update, type Updated, updateEntry } from "./update-entry.ts";
export { type Wait, waitForEvents } from "./wait-for-events.ts";
