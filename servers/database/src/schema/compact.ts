import type { Column, Table } from "../models.ts";

export type Detail = "names" | "columns" | "full";

/** A table in the fewest words that still allow writing a query on it. */
export interface CompactTable {
  readonly name: string;
  readonly kind?: string;
  readonly rows?: number;
  readonly rowsEstimated?: boolean;
  readonly columns?: string[];
  readonly indexes?: string[];
  readonly referencedBy?: string[];
}

/** So that one very wide table cannot crowd the others out of an answer. */
const MAX_LINES_BYTES = 6_000;
const MAX_LINE_CHARS = 200;

/** Describes a table with the columns named in `only`, or all of them. */
export function compactTable(
  table: Table,
  all: readonly Table[],
  detail: Detail,
  only?: ReadonlySet<string>,
): CompactTable {
  const rows = table.rows === undefined ? {} : { rows: table.rows.count };
  const estimated = table.rows?.exact === false ? { rowsEstimated: true } : {};
  const head = { name: table.name, ...(table.kind === "table" ? {} : { kind: table.kind }), ...rows, ...estimated };
  if (detail === "names") return head;
  const columns = table.columns.filter((column) => only === undefined || only.has(column.name));
  const lines = bounded(columns.map((column) => columnLine(column, table, detail)));
  if (detail === "columns") return { ...head, columns: lines };
  const indexes = table.indexes.map(({ name, columns: parts, unique, partial }) =>
    [`${name} (${parts.join(", ")})`, unique && "UNIQUE", partial === true && "PARTIAL"].filter(Boolean).join(" "),
  );
  const referencedBy = incomingKeys(table, all).map((key) => `${key.table}.${key.columns.join(", ")}`);
  return { ...head, columns: lines, indexes: bounded(indexes), referencedBy: bounded(referencedBy) };
}

/** `customer_id INTEGER -> customers.id`; with full detail also NOT NULL and the default. */
function columnLine(column: Column, table: Table, detail: Detail): string {
  const key = table.primaryKey.includes(column.name) ? "PK" : "";
  const full = detail === "full";
  const required = full && !column.nullable && key === "" ? "NOT NULL" : "";
  const preset = full && column.default !== undefined ? `DEFAULT ${column.default}` : "";
  return [column.name, column.type, key, required, preset, referenceOf(column.name, table)].filter(Boolean).join(" ");
}

function referenceOf(column: string, table: Table): string {
  const key = table.foreignKeys.find(({ columns }) => columns.includes(column));
  if (key === undefined) return "";
  const target = key.references[key.columns.indexOf(column)];
  return `-> ${key.table}${target === undefined ? "" : `.${target}`}`;
}

export interface IncomingKey {
  readonly table: string;
  readonly columns: string[];
  readonly references: string[];
}

/** Foreign keys of other tables, and of the table itself, that lead to it. */
export function incomingKeys(table: Pick<Table, "name">, all: readonly Table[]): IncomingKey[] {
  return all.flatMap((other) =>
    other.foreignKeys
      .filter((key) => key.table.toLowerCase() === table.name.toLowerCase())
      .map(({ columns, references }) => ({ table: other.name, columns, references })),
  );
}

function bounded(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let bytes = 0;
  for (const [index, line] of lines.entries()) {
    const short = line.length > MAX_LINE_CHARS ? `${line.slice(0, MAX_LINE_CHARS)}…` : line;
    bytes += Buffer.byteLength(short);
    if (bytes > MAX_LINES_BYTES) return [...kept, `… ${lines.length - index} more; see describe_table`];
    kept.push(short);
  }
  return kept;
}
