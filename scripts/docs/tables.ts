import type { ServerDefinition, Tool } from "@quartet/core";
import { envName, envPrefix, flagName, schemasOf, settingDocs } from "@quartet/core/host";
import * as z from "zod";

/** Tools as a Markdown table: what a person wants to know before adding the server. */
export function toolTable({ tools }: ServerDefinition): string {
  return table(
    ["Tool", "Effect", "What it does", "Arguments"],
    tools.map((tool) => [`\`${tool.name}\``, tool.effect, tool.description, argumentList(tool)]),
  );
}

export function resourceTable({ resources }: ServerDefinition): string {
  if (resources.length === 0) return "This server offers no resources.";
  return table(
    ["Resource", "Type", "What it holds"],
    resources.map((resource) => [
      `\`${"uri" in resource ? resource.uri : resource.template}\``,
      resource.mimeType,
      resource.description,
    ]),
  );
}

/** Settings as a Markdown table, the server's own first, and at the end the file that may hold them. */
export function settingTable(definition: ServerDefinition): string {
  const rows = settingDocs(definition).map(({ flag, env, type, defaultValue, description }) => [
    `\`${flag}\``,
    `\`${env}\``,
    type,
    defaultValue === undefined ? "" : `\`${defaultValue}\``,
    description,
  ]);
  const [flag, env] = [flagName("config"), envName(envPrefix(definition.name), "config")];
  const file = "JSON file with settings by key, such as `logLevel`; flags win over variables, variables over the file";
  return table(
    ["Flag", "Environment", "Type", "Default", "Meaning"],
    [...rows, [`\`${flag}\``, `\`${env}\``, "path", "", file]],
  );
}

function argumentList(tool: Tool): string {
  const { input } = schemasOf(tool);
  // As clients read it: a value of any type is required too, though zod would accept its absence.
  const { required = [] } = z.toJSONSchema(input, { io: "input" });
  const names = Object.keys(input.shape).map((name) => (required.includes(name) ? `\`${name}\`` : `\`${name}?\``));
  return names.length === 0 ? "none" : names.join(", ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(escapeCell).join(" | ")} |`).join("\n");
}

function escapeCell(cell: string): string {
  return cell.replaceAll("|", "\\|").replaceAll("\n", " ");
}
