/**
 * The file of a worker entry beside the module at `moduleUrl`: TypeScript next to the sources, JavaScript next to the
 * bundle.
 */
export function workerFile(name: string, moduleUrl: string): URL {
  const extension = moduleUrl.endsWith(".ts") ? "ts" : "js";
  return new URL(`./${name}.worker.${extension}`, moduleUrl);
}
