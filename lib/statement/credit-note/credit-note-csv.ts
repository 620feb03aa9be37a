import { negate, subtract } from '../../money/nano.ts';
import { dashedDay } from '../../period/day.ts';
import { type CsvCell, csvSheet, taxNote, tierNote } from '../csv-sheet.ts';
import type { CreditNote } from './credit-note.ts';

const columns = [
  ...['credit_note', 'statement', 'account', 'kind', 'day', 'micro_service', 'meter', 'id', 'prefix'],
  ...['plan', 'version', 'profile', 'was', 'now', 'credit', 'currency', 'note'],
] as const;
const money = new Set(['was', 'now', 'credit']);

type Row = { readonly [Column in (typeof columns)[number]]?: CsvCell };

/**
 * One row a line of which something is given back, then one an adjustment: with what earlier re-ratings settled, the credits
 * add up to the note's exact total; with the rows below that (the balance, rounding, taxes) to what is payable. Cells that
 * a spreadsheet would run as formulas are escaped.
 */
export function renderCreditNoteCsv(note: CreditNote): string {
  const common = { credit_note: note.number, statement: note.statement.number, currency: note.currency };
  const rows = [...changeRows(note), ...rowsBelow(note)].map((row) => ({ ...common, ...row }));
  return csvSheet(columns, rows, money);
}

const changeRows = ({ lines, adjustments }: CreditNote): Row[] => [
  ...lines.map((line) => ({
    account: line.accountSid,
    kind: 'usage',
    day: dashedDay(line.day),
    micro_service: line.microService,
    meter: line.meter,
    id: line.id,
    prefix: line.prefix ?? '',
    plan: line.plan ?? '',
    version: line.version ?? '',
    profile: line.profile ?? '',
    was: line.was,
    now: line.now,
    credit: subtract(line.was, line.now),
    note: tierNote(line),
  })),
  ...adjustments.map(({ accountSid, kind, meter, plan, version, tier, was, now }) => ({
    account: accountSid ?? 'pooled',
    kind,
    meter: meter ?? '',
    plan,
    version,
    was,
    now,
    credit: subtract(was, now),
    note: tierNote({ tier }),
  })),
];

function rowsBelow(note: CreditNote): Row[] {
  const account = note.account.sid;
  const named = note.lines.length + note.adjustments.length > 0;
  return [
    named
      ? { account, kind: 'earlier-reratings', credit: note.earlier, note: note.reason }
      : { account, kind: 'credit', credit: note.total, note: note.reason },
    { account, kind: 'returned-to-balance', credit: negate(note.returned) },
    { account, kind: 'carried-out', credit: negate(note.carriedOut) },
    ...note.taxes.map((tax) => ({ account, kind: 'tax', credit: tax.amount, note: taxNote(tax) })),
  ];
}
