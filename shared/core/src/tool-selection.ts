import type { CommonSettings } from "./common-settings.ts";
import { settingName } from "./settings.ts";
import { SettingsError } from "./settings-error.ts";
import { suggest } from "./nearest.ts";
import { DEFAULT_TOOLSET, type Tool } from "./tool.ts";

/** The tools on offer under `tools`, `toolsets` and `readOnly`, in the order they were defined. */
export function selectTools(
  all: readonly Tool[],
  config: Pick<CommonSettings, "tools" | "toolsets" | "readOnly">,
): Tool[] {
  const names = all.map((tool) => tool.name);
  const sets = [...new Set([DEFAULT_TOOLSET, ...all.map((tool) => tool.toolset)])];
  const problems = [
    ...config.tools
      .filter((name) => !names.includes(name))
      .map((name) => `${settingName(config, "tools")}: no tool "${name}". ${suggest(name, names)}`),
    ...config.toolsets
      .filter((name) => !sets.includes(name))
      .map((name) => `${settingName(config, "toolsets")}: no toolset "${name}". ${suggest(name, sets)}`),
  ];
  if (problems.length > 0) throw new SettingsError(problems);
  return all.filter(
    (tool) =>
      (config.tools.length > 0 ? config.tools.includes(tool.name) : config.toolsets.includes(tool.toolset)) &&
      (!config.readOnly || tool.effect === "read"),
  );
}
