import type { ServerDefinition } from "@quartet/core";

export const SERVER_NAMES = ["database", "monitoring", "testing-qa", "context-bridge"] as const;
export type ServerName = (typeof SERVER_NAMES)[number];

/** Loads a server when it is wanted, so that one that is missing or broken fails alone. */
export type LoadServer = () => Promise<{ readonly server: ServerDefinition }>;

export const catalog: Readonly<Record<ServerName, LoadServer>> = {
  database: () => import("@quartet/database/server"),
  monitoring: () => import("@quartet/monitoring/server"),
  "testing-qa": () => import("@quartet/testing-qa/server"),
  "context-bridge": () => import("@quartet/context-bridge/server"),
};
