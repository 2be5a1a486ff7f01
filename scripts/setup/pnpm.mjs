import { spawn } from "node:child_process";
import { explain, SetupFailure } from "./failures.mjs";

/** One exact version, so that every machine installs and builds the same way; npm fetches it on first use. */
const PNPM = "pnpm@12.18.0";

/** Quick to give up on a dead network, and free of the settings that `npm start` hands down. */
const SETTINGS = {
  CI: "true",
  npm_config_loglevel: "error",
  npm_config_yes: "true",
  npm_config_prefer_offline: "true",
  npm_config_fetch_timeout: "60000",
  npm_config_fetch_retries: "1",
  npm_config_fetch_retry_mintimeout: "1000",
  pnpm_config_fetch_retries: "1",
  pnpm_config_fetch_retry_mintimeout: "1000",
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
};

/** Runs pnpm to its end; throws a one-line `SetupFailure` when it does not succeed. */
export async function pnpm(args, { cwd, doing, process }) {
  const { NODE_ENV: _production, ...env } = process.env;
  const child = spawn("npx", ["-y", PNPM, ...args], {
    cwd,
    env: { ...env, ...SETTINGS },
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stderr.on("data", (chunk) => chunks.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.on("error", () =>
      reject(new SetupFailure("npx was not found. It comes with npm: install npm, then run the command again.")),
    );
    child.on("close", resolve);
  });
  if (code !== 0) throw new SetupFailure(explain(doing, Buffer.concat(chunks).toString("utf8")));
}
