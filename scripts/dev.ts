// Runs one server from its sources over stdio and starts it anew whenever they change; the client notices nothing.
import { readdirSync, watch } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { createRelay } from "./dev/relay.ts";
import { startServer } from "./dev/server-process.ts";

/** Editors write a file in several steps; one restart is enough for all of them. */
const SETTLE_MS = 100;

const [name = "", ...args] = process.argv.slice(2);
const entry = join("servers", name, "src", "index.ts");
const relay = createRelay({
  start: (server) => startServer([entry, ...args], server),
  toClient: (line) => process.stdout.write(`${line}\n`),
  say: (text) => process.stderr.write(`${text}\n`),
});

let timer: NodeJS.Timeout | undefined;
const packages = [join("servers", name), ...readdirSync("shared").map((folder) => join("shared", folder))];
for (const folder of packages) {
  watch(join(folder, "src"), { recursive: true }, (_event, file) => {
    if (file === null || !/(?<!\.test)\.ts$/.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => relay.restart(), SETTLE_MS);
  });
}

const end = (): void => {
  relay.close();
  process.exit(0);
};
createInterface({ input: process.stdin })
  .on("line", (line) => relay.fromClient(line))
  .on("close", end);
process.on("SIGINT", end).on("SIGTERM", end);
process.stdout.on("error", end);
