// For whoever runs servers rather than writes one: the command line, tests, the docs generator.
export { type CommonSettings, commonSettings } from "./common-settings.ts";
export { answer, type HttpHandle, type HttpOptions, listenHttp, type Mount } from "./http-server.ts";
export { DEFAULT_PORT, type HttpAddress, requireToken } from "./http-address.ts";
export { type Instance, type InstanceOptions, openInstance } from "./instance.ts";
export { createLogger } from "./logger.ts";
export { noopMetrics } from "./noop-metrics.ts";
export type { Metrics } from "./metrics.ts";
export { createPromMetrics } from "./prom-metrics.ts";
export { protocolFactory } from "./protocol.ts";
export { surroundingsOf } from "./surroundings.ts";
export { describeTool, type ListedTool } from "./tool-listing.ts";
export { homeOf, readSettings, settingsSchema } from "./serve.ts";
export { loadConfig } from "./settings.ts";
export { envName, envPrefix, flagName } from "./setting-names.ts";
export { SettingsError } from "./settings-error.ts";
export { onEnd } from "./shutdown.ts";
export { schemasOf } from "./tool-schemas.ts";
export { describeSettings, type SettingDoc, settingDocs, settingsUsage } from "./usage.ts";
