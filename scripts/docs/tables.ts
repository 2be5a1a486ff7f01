import type { ServerDefinition, Tool } from "@quartet/core";
import { describeTool, settingDocs } from "@quartet/core/host";

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

/** Settings as a Markdown table, the server's own first. */
export function settingTable(definition: ServerDefinition): string {
  return table(
    ["Flag", "Environment", "Type", "Default", "Meaning"],
    settingDocs(definition).map(({ flag, env, type, defaultValue, description }) => [
      `\`${flag}\``,
      `\`${env}\``,
      type,
      defaultValue === undefined ? "" : `\`${defaultValue}\``,
      description,
    ]),
  );
}

function argumentList(tool: Tool): string {
  const { properties = {}, required = [] } = describeTool(tool).inputSchema as {
    properties?: Record<string, unknown>;
    required?: readonly string[];
  };
  const names = Object.keys(properties).map((name) => (required.includes(name) ? `\`${name}\`` : `\`${name}?\``));
  return names.join(", ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function escapeCell(cell: string): string {
  return cell.replaceAll("|", "\\|").replaceAll("\n", " ");
}
