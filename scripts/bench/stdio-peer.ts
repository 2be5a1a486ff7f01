import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { proportionalBytes, treeBytes } from "./process-memory.ts";

const PROTOCOL = "2025-11-25";

interface Answer {
  readonly id: number;
  readonly result?: { readonly isError?: boolean; readonly tools?: readonly Record<string, unknown>[] };
  readonly error?: { readonly message: string };
}

/** A server under measurement, spoken to in bare JSON lines so that no client library counts. */
export class StdioPeer {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #lastId = 0;

  constructor(command: readonly string[], env: NodeJS.ProcessEnv) {
    const [file = "", ...args] = command;
    this.#child = spawn(file, args, { stdio: ["pipe", "pipe", "ignore"], env });
    createInterface(this.#child.stdout).on("line", (line) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const answer = JSON.parse(line) as Answer;
      this.#waiting.get(answer.id)?.(answer);
    });
  }

  async open(): Promise<void> {
    const clientInfo = { name: "bench", version: "1.0.0" };
    await this.request("initialize", { protocolVersion: PROTOCOL, capabilities: {}, clientInfo });
    this.#send({ method: "notifications/initialized" });
  }

  async request(method: string, params: object = {}): Promise<NonNullable<Answer["result"]>> {
    const id = (this.#lastId += 1);
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.#send({ id, method, params });
    const { result, error } = await answered;
    this.#waiting.delete(id);
    if (result === undefined || result.isError === true) {
      throw new Error(`${method} failed: ${error?.message ?? JSON.stringify(result)}`);
    }
    return result;
  }

  /** Memory of the process in bytes, or of it and all its descendants; `undefined` where there is no /proc. */
  memoryBytes({ descendants }: { descendants: boolean }): number | undefined {
    const { pid = 0 } = this.#child;
    return descendants ? treeBytes(pid) : proportionalBytes(pid);
  }

  async close(): Promise<void> {
    const closed = once(this.#child, "close");
    this.#child.stdin.end();
    await closed;
  }

  #send(message: object): void {
    this.#child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  }
}
