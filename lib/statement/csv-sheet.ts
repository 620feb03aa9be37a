import { stringify } from 'csv-stringify/sync';
import { formatNano, type Nano, nano } from '../money/nano.ts';

export type CsvCell = string | number | bigint;

type Rows<Column extends string> = readonly { readonly [Name in Column]?: CsvCell }[];

/**
 * Rows as CSV (RFC 4180 but for line feeds) under a head. Cells that a spreadsheet would run as formulas are escaped; amounts, in
 * the columns of `money`, stay bigint up to here, so that a minus is a number's and not a formula's.
 */
export const csvSheet = <Column extends string>(
  columns: readonly Column[],
  rows: Rows<Column>,
  money: ReadonlySet<string>,
): string => csvHead(columns) + csvBody(columns, rows, money);

/** The first row: what the columns are. */
export const csvHead = (columns: readonly string[]): string => stringify([[...columns]]);

/** The same without the head: rows that follow others. */
export const csvBody = <Column extends string>(
  columns: readonly Column[],
  rows: Rows<Column>,
  money: ReadonlySet<string>,
): string =>
  stringify([...rows], {
    columns: [...columns],
    cast: {
      bigint: (value, { column }) => (money.has(String(column)) ? formatNano(nano(value)) : String(value)),
    },
    escape_formulas: true,
  });

/** What a row says of a tax; `rate` in per cent. */
export const taxNote = ({ name, rate }: { readonly name: string; readonly rate: Nano }): string =>
  `${name}, ${formatNano(rate)} %`;

/** What a row says of the tier by which it is priced; nothing where there is none. */
export const tierNote = ({ tier }: { readonly tier?: string | undefined }): string =>
  tier === undefined ? '' : `tier ${tier}`;
