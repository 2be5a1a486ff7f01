import { chmod, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { ToolError } from "@quartet/core";
import { SAMPLE_APPLICATION_ID, SAMPLE_VERSION } from "./sample-version.ts";

const HEADER_BYTES = 100;
/** Where an SQLite file keeps `user_version` and `application_id`, so that they can be read without opening it. */
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;

const underWay = new Map<string, Promise<string>>();

/** The path of the sample database in `folder`; makes it when it is missing or of another version. */
export async function ensureSample(folder: string): Promise<string> {
  const path = join(folder, "sample.db");
  if (await isCurrent(path)) return path;
  const building = underWay.get(path) ?? build(folder, path).finally(() => underWay.delete(path));
  underWay.set(path, building);
  return building;
}

async function isCurrent(path: string): Promise<boolean> {
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    if (bytesRead < HEADER_BYTES) return false;
    const version = buffer.readUInt32BE(USER_VERSION_AT);
    return version === SAMPLE_VERSION && buffer.readUInt32BE(APPLICATION_ID_AT) === SAMPLE_APPLICATION_ID;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

/** Builds beside the target and renames, so that a reader never meets half a database, even when two servers start at once. */
async function build(folder: string, path: string): Promise<string> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { buildSample } = await import("./build-sample.ts");
    buildSample(unfinished);
    await chmod(unfinished, 0o600);
    await rename(unfinished, path);
    return path;
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw new ToolError("unavailable", "The sample database could not be made.", {
      hint: "Set QUARTET_HOME to a folder with space that this user may write to, or DATABASE_URL to a database.",
      cause,
    });
  }
}
