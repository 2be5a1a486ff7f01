import * as z from "zod";

/** What a server's answer comes down to. */
export interface Told {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

export interface Answer {
  /** A tool that only reads and works without knowing anything of the user's data. */
  readonly tool: string;
  readonly input: Record<string, unknown>;
  /** The answer in a line or two for people. */
  readonly tell: (content: unknown) => Told;
}

/** The first call to each server: what its agent would ask first, and what it says of this machine. */
export const answers: Readonly<Record<string, Answer>> = {
  database: { tool: "list_connections", input: {}, tell: tellConnections },
  monitoring: { tool: "get_overview", input: {}, tell: tellOverview },
  "testing-qa": { tool: "project_info", input: {}, tell: tellProject },
  "context-bridge": { tool: "bridge_status", input: {}, tell: tellStatus },
};

const Connections = z.object({
  connections: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      engine: z.string().optional(),
      version: z.string().optional(),
      tables: z.number().optional(),
      sizeBytes: z.number().optional(),
      problem: z.string().optional(),
      hint: z.string().optional(),
    }),
  ),
});

function tellConnections(content: unknown): Told {
  const { connections } = Connections.parse(content);
  const lines = connections.flatMap(({ name, state, problem, hint, ...facts }) => {
    if (state !== "ready") return [`${name}: ${problem ?? state}`, ...(hint === undefined ? [] : [hint])];
    const { engine = "", version = "", tables, sizeBytes } = facts;
    const parts = [`${engine} ${version}`.trim(), tables && `${tables} tables`, sizeBytes && megabytes(sizeBytes)];
    return [`${name}: ${parts.filter(Boolean).join(", ")}`];
  });
  return { ok: connections.every(({ state }) => state === "ready"), lines };
}

const Overview = z.object({
  host: z.object({ name: z.string(), cores: z.number() }).optional(),
  cpu: z.object({ usedPercent: z.number() }).optional(),
  memory: z.object({ usedPercent: z.number(), totalBytes: z.number() }).optional(),
  processes: z.object({ total: z.number() }),
  findings: z.array(z.object({ subject: z.string(), evidence: z.string() })),
});

function tellOverview(content: unknown): Told {
  const { host, cpu, memory, processes, findings } = Overview.parse(content);
  const parts = [
    cpu && `CPU ${Math.round(cpu.usedPercent)} %${host ? ` of ${host.cores} cores` : ""}`,
    memory && `memory ${Math.round(memory.usedPercent)} % of ${gigabytes(memory.totalBytes)}`,
    `${processes.total} processes`,
  ];
  const [first, ...more] = findings;
  const found =
    first === undefined
      ? "nothing unusual"
      : `${first.subject}: ${first.evidence}${more.length > 0 ? ` (and ${more.length} more)` : ""}`;
  return { ok: true, lines: [`${host ? `${host.name}: ` : ""}${parts.filter(Boolean).join(", ")}`, found] };
}

const Project = z.object({
  name: z.string().optional(),
  project: z.string(),
  runners: z.array(z.object({ name: z.string(), version: z.string().optional(), testFiles: z.number() })),
});

function tellProject(content: unknown): Told {
  const { name, project, runners } = Project.parse(content);
  const found = runners.map((runner) => `${runner.name} ${runner.version ?? ""} with ${runner.testFiles} test files`);
  return { ok: true, lines: [`${name ?? project}: ${found.join(", ") || "no test runner found"}`] };
}

const Status = z.object({
  store: z.string(),
  degraded: z.boolean(),
  reason: z.string().optional(),
  scope: z.string(),
  namespace: z.string(),
  contexts: z.number(),
  events: z.number(),
});

function tellStatus(content: unknown): Told {
  const { store, degraded, reason, scope, namespace, contexts, events } = Status.parse(content);
  const holds = `${contexts} contexts and ${events} events in ${namespace}`;
  const lines = [`${store} store, shared by ${scope}: ${holds}`, ...(degraded ? [reason ?? "degraded"] : [])];
  return { ok: true, lines };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
