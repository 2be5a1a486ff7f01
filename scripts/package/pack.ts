import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pnpmCall } from "../setup/pnpm-call.mjs";

/** Packs a package the way it is published, with pnpm, into an empty folder; gives the path of the tarball. */
export function packPackage(folder: string, destination: string): string {
  const call = pnpmCall(["pack", "--pack-destination", destination], process.env);
  execFileSync(call.file, call.args, {
    cwd: folder,
    env: call.env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const tarball = readdirSync(destination).find((file) => file.endsWith(".tgz")) ?? "";
  return join(destination, tarball);
}
