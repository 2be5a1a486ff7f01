// Entry of the npm scripts but for the servers': plain JavaScript, because it runs on whatever Node the machine has. It prepares
// the checkout, then hands over to the command on the repository's own Node.
import process from "node:process";
import { nodeProblem } from "./node-version.mjs";

const problem = nodeProblem(process.versions.node);
if (problem === undefined) {
  const { main } = await import("./main.mjs");
  process.exitCode = await main(process);
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
