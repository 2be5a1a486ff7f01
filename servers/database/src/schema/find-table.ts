import { plainLine, suggest, ToolError } from "@quartet/core";
import type { Table } from "../models.ts";

const MAX_NAMES = 20;
const MAX_NAME_CHARS = 100;

/** The table of that name, letter case and a leading `main.` aside; an unknown one gets the nearest offered. */
export function findTable(tables: readonly Table[], written: string): Table {
  const wanted = written.replace(/^main\./i, "");
  const exact = tables.find(({ name }) => name === wanted);
  const found = exact ?? tables.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return found;
  const names = tables.map(({ name }) => plainLine(name, MAX_NAME_CHARS));
  throw new ToolError("not_found", `table: there is no table or view "${plainLine(wanted, MAX_NAME_CHARS)}".`, {
    hint: names.length > MAX_NAMES ? "search_schema finds tables by name." : suggest(wanted, names),
  });
}
