// Lints one package as it would be published: packed, with the dependencies and exports that the tarball really has.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { packPackage } from "./package/pack.ts";

const [folder = ""] = process.argv.slice(2);
const destination = mkdtempSync(join(tmpdir(), "quartet-pack-"));
try {
  const tarball = packPackage(folder, destination);
  const publint = join("node_modules", ".bin", "publint");
  const { status } = spawnSync(publint, ["run", tarball, "--strict"], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(destination, { recursive: true });
}
