import { stringify } from 'csv-stringify/sync';
import { formatNano, nano } from '../../../lib/money/nano.ts';
import { canonicalJson } from '../../../lib/statement/canonical.ts';
import type { Exported } from './export-source.ts';

const money = new Set(['connect', 'amount', 'credited']);

/** Columns of the CSV by source: the names of the JSON, then unit and currency. */
const columns = {
  usage: [
    ...['id', 'account', 'microService', 'meter', 'resource', 'startedAt', 'finalizedAt', 'day', 'quantity'],
    ...['destination', 'origin', 'configurationVersion', 'unit'],
  ],
  ledger: [
    ...['id', 'account', 'microService', 'meter', 'resource', 'startedAt', 'finalizedAt', 'day', 'quantity'],
    ...['billedUnits', 'destination', 'prefix', 'plan', 'version', 'profile', 'unitPrice', 'per', 'connect', 'amount'],
    ...[
      'unrated',
      'lateFor',
      'origin',
      'originPrefix',
      'deck',
      'tier',
      'corrects',
      'reason',
      'creditNote',
      'credited',
      'unit',
      'currency',
    ],
  ],
} as const;

/** How a form begins a file, and writes one row of it. */
export type ExportForm = {
  readonly contentType: string;
  readonly head: (source: keyof typeof columns) => string;
  readonly row: (source: keyof typeof columns, exported: Exported) => string;
};

const cast = {
  bigint: (value: bigint, { column = '' }: { column?: string | number }) =>
    money.has(String(column)) ? formatNano(nano(value)) : String(value),
};

/** One line of JSON each: of a ledger line, the very bytes over which its day is sealed (lib/statement/seal-day.ts). */
const jsonl: ExportForm = {
  contentType: 'application/jsonl; charset=utf-8',
  head: () => '',
  row: (_, { document }) => `${canonicalJson(document)}\n`,
};

/** RFC 4180 but for line feeds; a cell that a spreadsheet would run as a formula begins with an apostrophe. */
const csv: ExportForm = {
  contentType: 'text/csv; charset=utf-8',
  head: (source) => stringify([columns[source]]),
  row: (source, { cells }) => stringify([cells], { columns: [...columns[source]], cast, escape_formulas: true }),
};

/** The forms of an export by the ending of its path. */
export const exportForms = { csv, jsonl } as const;
