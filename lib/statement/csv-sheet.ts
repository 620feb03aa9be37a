import { stringify } from 'csv-stringify/sync';
import { formatNano, type Nano, nano } from '../money/nano.ts';

export type CsvCell = string | number | bigint;

/**
 * Rows as CSV (RFC 4180 but for line feeds) under a head. Cells that a spreadsheet would run as formulas are escaped; amounts, in
 * the columns of `money`, stay bigint up to here, so that a minus is a number's and not a formula's.
 */
export const csvSheet = <Column extends string>(
  columns: readonly Column[],
  rows: readonly { readonly [Name in Column]?: CsvCell }[],
  money: ReadonlySet<string>,
): string =>
  stringify([...rows], {
    header: true,
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
