import { randomBytes } from "node:crypto";
import { type FileHandle, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReportCollector } from "../report/collect-report.ts";

const CHUNK_BYTES = 256 * 1024;
/** More than a million tests write; what comes after is not read, so that the report is never whole. */
const MAX_REPORT_BYTES = 512 * 1024 * 1024;

/** The private folder of one run, its report, and the secret that seals the report's lines. */
export class ReportFile implements AsyncDisposable {
  readonly folder: string;
  readonly collector: ReportCollector;
  /** Descriptor that the child inherits; no path leads to it any more. */
  readonly secret: FileHandle;
  readonly #report: FileHandle;
  #offset = 0;

  private constructor(folder: string, key: string, secret: FileHandle, report: FileHandle) {
    this.folder = folder;
    this.collector = new ReportCollector(key);
    this.secret = secret;
    this.#report = report;
  }

  static async create(): Promise<ReportFile> {
    // Only the user may enter a folder made so.
    const folder = await mkdtemp(join(tmpdir(), "quartet-run-"));
    const key = randomBytes(32).toString("hex");
    const path = join(folder, `${randomBytes(12).toString("hex")}.jsonl`);
    const secretPath = join(folder, "secret");
    await writeFile(secretPath, JSON.stringify({ path, key }), { mode: 0o600 });
    const secret = await open(secretPath, "r");
    await rm(secretPath);
    return new ReportFile(folder, key, secret, await open(path, "a+", 0o600));
  }

  /** Reads what has been written since the last time. */
  async readOn(): Promise<void> {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    while (this.#offset < MAX_REPORT_BYTES) {
      const { bytesRead } = await this.#report.read(buffer, 0, CHUNK_BYTES, this.#offset);
      if (bytesRead === 0) return;
      this.#offset += bytesRead;
      this.collector.reader.push(buffer.subarray(0, bytesRead));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.secret.close(), this.#report.close()]);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
