import { CsvError, parse } from 'csv-parse/sync';

/** A record by its columns' names in lower case, and the line on which it stands, from 1. */
export type CsvRow = {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
};

export type CsvRows = { readonly rows: readonly CsvRow[] } | { readonly faults: readonly string[] };

type Columns = { readonly required: readonly string[]; readonly optional: readonly string[] };

/** Reads CSV (RFC 4180) with a head that names its columns. The faults name line and column. */
export function readCsvRows(text: string, { required, optional }: Columns): CsvRows {
  try {
    const rows = parse(text, {
      columns: (head: string[]) => head.map((name) => name.trim().toLowerCase()),
      bom: true,
      trim: true,
      info: true,
      skip_empty_lines: true,
      max_record_size: 10_000,
    }) as unknown as CsvRow[];
    const names = Object.keys(rows[0]?.record ?? {});
    const missing = required.filter((name) => !names.includes(name));
    const known = [...required, ...optional];
    const unknown = names.filter((name) => !known.includes(name));
    if (rows.length > 0 && missing.length > 0) return { faults: [`line 1: there is no column ${missing.join(', ')}`] };
    if (unknown.length > 0)
      return { faults: unknown.map((name) => `line 1, ${name}: no such column; there are ${known.join(', ')}`) };
    return { rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines, column, message } = error as CsvError & {
      readonly lines?: number;
      readonly column?: string | number;
    };
    return { faults: [`line ${lines ?? 1}${typeof column === 'string' ? `, ${column}` : ''}: ${message}`] };
  }
}
