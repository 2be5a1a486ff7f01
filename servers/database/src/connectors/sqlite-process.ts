import type { ChildProcess } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { Socket } from "node:net";
import type { Logger } from "@quartet/core";
import { ToolError } from "@quartet/core";
import type { AnswerMessage, Failure, OpenRequest, Operation, Operations, RequestMessage } from "./sqlite-protocol.ts";
import { MEMORY_SIGNALS } from "./sqlite-protocol.ts";
import { workerFile } from "./worker-file.ts";

const KEPT_STDERR_CHARS = 2_000;

/** A failure that the query process reported; the connector translates it. */
export class EngineFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One query process with one database open. It takes one request at a time and can be ended at any moment. */
export class SqliteProcess {
  /** Which file it opened; a file put in its place later is another one. */
  readonly fileId: string;
  readonly #child: ChildProcess;
  readonly #options: { readonly memoryBytes: number; readonly log: Logger };
  readonly #opened: Promise<void>;
  readonly #exited: Promise<void>;
  #pending: Pending | undefined;
  /** Why it is gone, once it is. */
  #end: Error | undefined;
  #ready = false;
  #stderr = "";

  /** Starts a process that opens the database at once; whether that went well, the first request tells. */
  static async start(fileId: string, open: OpenRequest, log: Logger): Promise<SqliteProcess> {
    const { fork } = await import("node:child_process");
    const cacheDirectory = getCompileCacheDir();
    const child = fork(workerFile("sqlite-child", import.meta.url), [], {
      // Neither flags nor environment of the parent: a loader slows it down, and passwords are none of its business.
      execArgv: ["--disable-warning=ExperimentalWarning"],
      env: cacheDirectory === undefined ? {} : { NODE_COMPILE_CACHE: cacheDirectory },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    return new SqliteProcess(child, fileId, open, log);
  }

  private constructor(child: ChildProcess, fileId: string, open: OpenRequest, log: Logger) {
    this.#child = child;
    this.fileId = fileId;
    this.#options = { memoryBytes: open.memoryBytes, log };
    child.on("message", (message: AnswerMessage) => this.#settle(message));
    child.on("error", (cause) => this.#lose(lost("could not be started", cause)));
    child.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr = `${this.#stderr}${chunk.toString()}`.slice(-KEPT_STDERR_CHARS);
    });
    this.#exited = new Promise((resolve) => child.once("exit", () => resolve()));
    child.once("exit", (code, signal) => this.#lose(this.#explainExit(code, signal)));
    this.#opened = this.#send("open", open).then(() => {
      this.#ready = true;
    });
    this.#opened.catch(() => this.kill());
  }

  get alive(): boolean {
    return this.#end === undefined;
  }

  /** True once the database is open, so that a request will not wait for the start. */
  get ready(): boolean {
    return this.#ready;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Asks once and waits; when `signal` aborts, the process is killed in the middle of whatever it does. */
  async request<Name extends Operation>(
    operation: Name,
    request: Operations[Name]["request"],
    signal: AbortSignal,
  ): Promise<Operations[Name]["answer"]> {
    const stop = (): void => this.kill(stopReason(signal));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    try {
      await this.#opened;
      return await this.#send(operation, request);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Ends the process without asking it; a request under way fails with `reason`. */
  kill(reason: Error = lost("was ended")): void {
    if (!this.alive) return;
    this.#child.kill("SIGKILL");
    this.#lose(reason);
  }

  /** Ends the process and waits until it is gone. */
  async close(): Promise<void> {
    this.kill();
    // Someone waits for it now, so it counts again.
    this.#child.ref();
    if (this.#child.pid !== undefined) await this.#exited;
  }

  #send<Name extends Operation>(
    operation: Name,
    request: Operations[Name]["request"],
  ): Promise<Operations[Name]["answer"]> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const message: RequestMessage = { operation, request };
    this.#holdParent(true);
    return new Promise((resolve, reject) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the child answers each operation with its own type
      this.#pending = { resolve: resolve as (answer: unknown) => void, reject };
      // A failure to send means that the process is gone, which its exit reports better.
      this.#child.send(message, () => undefined);
    });
  }

  #settle(message: AnswerMessage): void {
    const pending = this.#pending;
    this.#pending = undefined;
    this.#holdParent(false);
    if ("failure" in message) pending?.reject(new EngineFailure(message.failure));
    else pending?.resolve(message.answer);
  }

  #lose(reason: Error): void {
    if (!this.alive) return;
    this.#end = reason;
    this.#holdParent(false);
    this.#pending?.reject(reason);
    this.#pending = undefined;
  }

  /** A process at work keeps its parent from ending; an idle one must not. */
  #holdParent(hold: boolean): void {
    const { channel, stderr } = this.#child;
    for (const handle of [this.#child, channel, stderr instanceof Socket ? stderr : undefined]) {
      if (hold) handle?.ref();
      else handle?.unref();
    }
  }

  #explainExit(code: number | null, signal: NodeJS.Signals | null): ToolError {
    if (this.alive) {
      this.#options.log.warn({ code, signal, stderr: this.#stderr }, "a query process ended on its own");
    }
    const outOfMemory = signal === "SIGABRT" || (signal !== null && MEMORY_SIGNALS.includes(signal));
    if (!outOfMemory) return lost("ended unexpectedly");
    const limitMb = Math.round(this.#options.memoryBytes / 1024 / 1024);
    return new ToolError("too_large", `The statement was stopped: it needed more than ${limitMb} MB of memory.`, {
      hint: "Select fewer or smaller values, sort or join fewer rows, or raise the setting memoryMb.",
    });
  }
}

function lost(what: string, cause?: unknown): ToolError {
  return new ToolError("unavailable", `The query process ${what}.`, {
    hint: "Try again; the next call starts a fresh one. If it lasts, simplify the statement.",
    cause,
  });
}

/** Why a call was stopped, as the caller is to see it. */
export function stopReason(signal: AbortSignal): ToolError {
  const reason: unknown = signal.reason;
  if (reason instanceof ToolError) return reason;
  return new ToolError("cancelled", "The statement was cancelled and stopped.", { cause: reason });
}
