/** What /proc/<pid>/stat tells, in the kernel's units. */
export interface ProcessStat {
  readonly pid: number;
  /** The kernel's short name, at most 15 bytes; programs can set it to anything. */
  readonly name: string;
  readonly state: ProcessState;
  readonly parentPid: number;
  readonly cpuTicks: number;
  readonly threads: number;
  readonly startTicks: number;
  readonly residentPages: number;
}

export const PROCESS_STATES = [
  "running",
  "sleeping",
  "uninterruptible",
  "stopped",
  "zombie",
  "idle",
  "unknown",
] as const;
export type ProcessState = (typeof PROCESS_STATES)[number];

const STATE_LETTERS: Readonly<Record<string, ProcessState>> = {
  R: "running",
  S: "sleeping",
  D: "uninterruptible",
  T: "stopped",
  t: "stopped",
  Z: "zombie",
  X: "zombie",
  I: "idle",
};

/**
 * The name stands in parentheses and may itself hold parentheses, spaces and newlines; everything after the last
 * parenthesis is the kernel's own. Gives `undefined` for what is not such a line.
 */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  const fields = text
    .slice(close + 1)
    .trim()
    .split(/\s+/);
  const pid = Number.parseInt(text, 10);
  if (open < 1 || close < open || fields.length < 22 || !Number.isInteger(pid)) return undefined;
  // proc(5) counts from 1 and has pid and name before these.
  const field = (number: number): number => Number(fields[number - 3]);
  const letter = fields[0] ?? "";
  return {
    pid,
    name: text.slice(open + 1, close),
    state: Object.hasOwn(STATE_LETTERS, letter) ? (STATE_LETTERS[letter] ?? "unknown") : "unknown",
    parentPid: field(4),
    cpuTicks: field(14) + field(15),
    threads: field(20),
    startTicks: field(22),
    residentPages: Math.max(0, field(24)),
  };
}
