// Entry of `npm run database` and its siblings: one built server over stdio. It writes nothing to stdout itself.
import { existsSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

const [name = "", ...args] = process.argv.slice(2);
const entry = new URL(`../../servers/${name}/dist/index.js`, import.meta.url);

if (existsSync(entry)) {
  process.argv.splice(1, process.argv.length, fileURLToPath(entry), ...args);
  await import(entry.href);
} else {
  process.stderr.write(`The server "${name}" is not built here. Run "npm run build" once, then try again.\n`);
  process.exitCode = 1;
}
