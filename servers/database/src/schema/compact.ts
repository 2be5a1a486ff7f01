import type { Column, IncomingKey, Index, Table } from "../models.ts";

type Detail = "names" | "columns" | "full";

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

const MAX_LINE_CHARS = 200;
/** The share of an answer that the lines of one table may take, so that a very wide one cannot crowd out the rest. */
const SHARE_OF_ANSWER = 1 / 5;

export interface CompactOptions {
  readonly detail: Detail;
  /** Bytes of the whole answer. */
  readonly maxBytes: number;
  /** Only these columns; all of them when absent. */
  readonly only?: ReadonlySet<string> | undefined;
}

/** Describes a table in lines; `all` tells which other tables refer to it. */
export function compactTable(table: Table, all: readonly Table[], options: CompactOptions): CompactTable {
  const { detail, only } = options;
  const maxBytes = options.maxBytes * SHARE_OF_ANSWER;
  const rows = table.rows === undefined ? {} : { rows: table.rows.count };
  const estimated = table.rows?.exact === false ? { rowsEstimated: true } : {};
  const head = { name: table.name, ...(table.kind === "table" ? {} : { kind: table.kind }), ...rows, ...estimated };
  if (detail === "names") return head;
  const shown = table.columns.filter((column) => only === undefined || only.has(column.name));
  const lines = shown.map((column) => columnLine(column, table, detail));
  const columns = linesThatFit(lines, maxBytes);
  if (detail === "columns") return { ...head, columns };
  const referencedBy = incomingKeys(table, all).map((key) => `${key.table}.${key.columns.join(", ")}`);
  return {
    ...head,
    columns,
    indexes: linesThatFit(table.indexes.map(indexLine), maxBytes),
    referencedBy: linesThatFit(referencedBy, maxBytes),
  };
}

function indexLine({ name, columns, unique, partial }: Index): string {
  const kinds = [unique && "UNIQUE", partial === true && "PARTIAL"].filter(Boolean);
  return [`${name} (${columns.join(", ")})`, ...kinds].join(" ");
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

/** Foreign keys of other tables, and of the table itself, that lead to it. */
export function incomingKeys(table: Pick<Table, "name">, all: readonly Table[]): IncomingKey[] {
  return all.flatMap((other) =>
    other.foreignKeys
      .filter((key) => key.table.toLowerCase() === table.name.toLowerCase())
      .map(({ columns, references }) => ({ table: other.name, columns, references })),
  );
}

function linesThatFit(lines: readonly string[], maxBytes: number): string[] {
  const kept: string[] = [];
  let bytes = 0;
  for (const [index, line] of lines.entries()) {
    const short = line.length > MAX_LINE_CHARS ? `${line.slice(0, MAX_LINE_CHARS)}…` : line;
    bytes += Buffer.byteLength(JSON.stringify(short)) + 1;
    if (bytes > maxBytes) return [...kept, `… ${lines.length - index} more; see describe_table`];
    kept.push(short);
  }
  return kept;
}
