/** `poolSize` under `DATABASE` becomes `DATABASE_POOL_SIZE`. */
export function envName(prefix: string, key: string): string {
  return `${prefix}_${key.replace(/[A-Z]/g, "_$&").toUpperCase()}`;
}

/** `poolSize` becomes `--pool-size`. */
export function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `testing-qa` becomes `TESTING_QA`. */
export function envPrefix(serverName: string): string {
  return serverName.replaceAll("-", "_").toUpperCase();
}
