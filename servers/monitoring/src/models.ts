import * as z from "zod";
import { PROCESS_STATES } from "./collectors/process-stat.ts";

const percent = z.number().describe("0-100");
const bytes = z.number();
const rate = z.number();

const hostInfo = z.object({
  name: z.string(),
  system: z.string(),
  uptimeSeconds: z.number(),
  cores: z.int(),
});

const cpuUse = z.object({
  usedPercent: percent.describe("Of all cores"),
  userPercent: percent,
  systemPercent: percent,
  iowaitPercent: percent,
  stealPercent: percent,
  limitedBy: z.enum(["host", "cgroup"]).describe("Which of both gives this server's processes less"),
  limitCores: z.number().optional().describe("Cores' worth of time that the cgroup may use"),
  limitUsedPercent: percent.optional().describe("Of limitCores"),
  throttledPercent: percent.optional().describe("Share of periods in which the cgroup was held back"),
});

const memoryUse = z.object({
  totalBytes: bytes,
  availableBytes: bytes,
  usedPercent: percent,
  swapTotalBytes: bytes,
  swapUsedBytes: bytes,
  swapPagesPerSecond: rate.optional().describe("Pages moved in and out"),
  limitedBy: z.enum(["host", "cgroup"]),
  limitBytes: bytes.optional(),
  limitUsedPercent: percent.optional().describe("Of limitBytes, without droppable file cache"),
});

const loadAverage = z.object({ one: z.number(), five: z.number(), fifteen: z.number() });

const pressureShare = z.object({ avg10: percent, avg60: percent, fullAvg10: percent.optional() });
const pressureUse = z
  .object({ cpu: pressureShare.optional(), memory: pressureShare.optional(), io: pressureShare.optional() })
  .describe("Percent of time in which some tasks (full: all) waited");

const diskUse = z.object({
  mount: z.string(),
  device: z.string(),
  type: z.string(),
  answering: z.boolean(),
  readOnly: z.boolean(),
  sizeBytes: bytes.optional(),
  availableBytes: bytes.optional(),
  usedPercent: percent.optional(),
  inodesUsedPercent: percent.optional(),
});

const diskActivity = z.object({
  device: z.string(),
  readBytesPerSecond: rate,
  writeBytesPerSecond: rate,
  busyPercent: percent.optional(),
});

const networkUse = z.object({
  interface: z.string(),
  state: z.string().optional(),
  receivedBytesPerSecond: rate,
  sentBytesPerSecond: rate,
  errors: z.int().describe("Since the interface came up"),
  drops: z.int(),
});

export const processInfo = z.object({
  pid: z.int(),
  parentPid: z.int(),
  name: z.string(),
  user: z.string().optional(),
  state: z.enum(PROCESS_STATES),
  cpuPercent: z.number().describe("Of one core"),
  memoryBytes: bytes,
  threads: z.int().optional(),
  startedAt: z.string().optional(),
  commandLine: z.string().optional(),
});

const finding = z.object({
  severity: z.enum(["warning", "critical"]),
  subject: z.string(),
  evidence: z.string(),
  next: z.string(),
});

export const overview = z.object({
  takenAt: z.string(),
  windowSeconds: z.number().describe("Rates and CPU percentages are averages over this time"),
  findings: z.array(finding).describe("What is unusual; empty when nothing is"),
  host: hostInfo.optional(),
  cpu: cpuUse.optional(),
  memory: memoryUse.optional(),
  load: loadAverage.optional(),
  pressure: pressureUse.optional(),
  disks: z.array(diskUse),
  diskActivity: z.array(diskActivity),
  network: z.array(networkUse),
  pids: z.object({ used: z.int(), limit: z.int().optional() }).optional().describe("Of the cgroup"),
  processes: z.object({
    total: z.int(),
    zombies: z.int(),
    partial: z.boolean().describe("Some are hidden from this user"),
  }),
  topByCpu: z.array(processInfo),
  topByMemory: z.array(processInfo),
  omitted: z
    .object({ disks: z.int(), diskActivity: z.int(), network: z.int() })
    .describe("Left out of the lists above"),
  unavailable: z.array(z.object({ what: z.string(), reason: z.string() })).describe("Could not be read"),
});

export type Finding = z.output<typeof finding>;
export type Overview = z.output<typeof overview>;
export type ProcessInfo = z.output<typeof processInfo>;

const milliseconds = z.number();

const tlsInfo = z.object({
  trusted: z.boolean(),
  problem: z.string().optional(),
  protocol: z.string().optional(),
  issuer: z.string().optional(),
  subject: z.string().optional(),
  expiresAt: z.string().optional(),
  daysLeft: z.int().optional(),
});

export const checkResult = z.object({
  state: z.enum(["up", "down", "inconclusive"]),
  reason: z.string().describe("Why, in one sentence"),
  cause: z.string().optional().describe("Error code such as ECONNREFUSED"),
  target: z.string(),
  address: z.string().optional().describe("The address connected to"),
  status: z.int().optional(),
  timings: z.object({
    dnsMs: milliseconds.optional(),
    connectMs: milliseconds.optional(),
    tlsMs: milliseconds.optional(),
    firstByteMs: milliseconds.optional(),
    totalMs: milliseconds,
  }),
  tls: tlsInfo.optional(),
  redirects: z.array(z.string()).describe("Addresses followed, in order"),
  bodyExcerpt: z.string().optional(),
});

export type CheckResult = z.output<typeof checkResult>;
export type TlsInfo = z.output<typeof tlsInfo>;
