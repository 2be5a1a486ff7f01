import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { type TestProperty, testProperty } from "../runners/vitest-config.ts";
import { type DeclaredTest, declaredTest } from "./test-names.ts";

/** What the parsing process is asked. */
export const question = z.object({ kind: z.enum(["tests", "configuration"]), path: z.string(), text: z.string() });
export type Question = z.output<typeof question>;

/** What it answers; nothing for a source that is not valid. */
export const parsed = z.object({
  tests: z.array(declaredTest).optional(),
  properties: z.array(testProperty).optional(),
});
export type Parsed = z.output<typeof parsed>;

/** Reads sources, one after the other; undefined for one that cannot be parsed. */
export interface SourceParser {
  tests(path: string, text: string): Promise<DeclaredTest[] | undefined>;
  configuration(path: string, text: string): Promise<TestProperty[] | undefined>;
}

const ANSWER_MS = 10_000;
/** Sources that may end the process before the rest counts as unreadable too. */
const MAX_CRASHES = 5;

/**
 * Lends a parser. It is native code that dies on sources nested deeply enough, and so lives in a process of its own,
 * started when it is first asked.
 */
export async function withParser<Result>(use: (parser: SourceParser) => Promise<Result>): Promise<Result> {
  const process = new ParserProcess();
  try {
    return await use({
      tests: async (path, text) => (await process.ask({ kind: "tests", path, text })).tests,
      configuration: async (path, text) => (await process.ask({ kind: "configuration", path, text })).properties,
    });
  } finally {
    process.close();
  }
}

class ParserProcess {
  #child: ChildProcess | undefined;
  #crashes = 0;

  async ask(asked: Question): Promise<Parsed> {
    if (this.#crashes >= MAX_CRASHES) return {};
    this.#child ??= start();
    const answer = await answerOf(this.#child, asked);
    if (answer !== undefined) return answer;
    this.#crashes += 1;
    this.close();
    return {};
  }

  close(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }
}

function start(): ChildProcess {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const file = fileURLToPath(new URL(`./source-parser.worker.${extension}`, import.meta.url));
  const child = fork(file, [], { execPath, execArgv: [], env: {}, stdio: ["ignore", "ignore", "ignore", "ipc"] });
  // One that cannot be started leaves its sources unread, which the answer says.
  child.on("error", () => undefined);
  return child;
}

/** Undefined when the process died over it, or took too long. */
async function answerOf(child: ChildProcess, asked: Question): Promise<Parsed | undefined> {
  const over = new AbortController();
  const { signal } = over;
  const timer = setTimeout(() => child.kill("SIGKILL"), ANSWER_MS);
  const exited = once(child, "exit", { signal }).then((): unknown[] => []);
  try {
    child.send(asked, () => undefined);
    const [message] = await Promise.race([once(child, "message", { signal }), exited]);
    return parsed.safeParse(message).data;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
