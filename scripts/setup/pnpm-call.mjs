/** One exact version, so that every machine installs and builds the same way; npm fetches it on first use. */
export const PNPM = "pnpm@12.18.0";

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

/** How pnpm is called: the command, and the environment that it runs in. */
export function pnpmCall(args, { NODE_ENV: _production, ...env }) {
  return { file: "npx", args: ["-y", PNPM, ...args], env: { ...env, ...SETTINGS } };
}
