import type { ServerDefinition, Tool } from "@quartet/core";
import { schemasOf, settingDocs } from "@quartet/core/host";

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
  const { input } = schemasOf(tool);
  const names = Object.entries(input.shape).map(([name, schema]) =>
    schema.safeParse(undefined).success ? `\`${name}?\`` : `\`${name}\``,
  );
  return names.join(", ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(escapeCell).join(" | ")} |`).join("\n");
}

function escapeCell(cell: string): string {
  return cell.replaceAll("|", "\\|").replaceAll("\n", " ");
}
