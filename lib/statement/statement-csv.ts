import { negate } from '../money/nano.ts';
import { dashedDay } from '../period/day.ts';
import { correctionsMeter, inBillingOrder, type LedgerLine } from '../rating/ledger-line.ts';
import { type CsvCell, csvBody, csvHead, taxNote, tierNote } from './csv-sheet.ts';
import type { Statement } from './statement.ts';

const columns = [
  'statement',
  'account',
  'kind',
  'day',
  'micro_service',
  'meter',
  'id',
  'resource',
  'started_at',
  'finalized_at',
  'destination',
  'prefix',
  'quantity',
  'billed_units',
  'unit',
  'plan',
  'version',
  'profile',
  'unit_price',
  'per',
  'connection_fee',
  'amount',
  'currency',
  'note',
] as const;

const money = new Set(['amount', 'connection_fee']);

type Row = { readonly [Column in (typeof columns)[number]]?: CsvCell };

/** Which statement the rows are of; `units` are the units of the meters that have a priced line on it. */
export interface CsvOf {
  readonly number: string;
  readonly currency: string;
  readonly units: ReadonlyMap<string, string>;
}

/**
 * One row a ledger line in billing order, then one an adjustment: down to here the amounts add up to the statement's exact
 * total. The rows below (what is carried in and out, taxes) bring their sum to what is payable. Cells that a
 * spreadsheet would run as formulas are escaped.
 */
export function renderCsv(statement: Statement, lines: readonly LedgerLine[]): string {
  const { number, currency, groups } = statement;
  const units = new Map(groups.map(({ meter, unit }) => [meter, unit]));
  return csvStart() + csvRows({ number, currency, units }, [...lines].sort(inBillingOrder)) + csvEnd(statement);
}

/** The first row: what the columns are. */
export const csvStart = (): string => csvHead(columns);

/** The rows of lines, which come in billing order. */
export const csvRows = ({ number, currency, units }: CsvOf, lines: readonly LedgerLine[]): string =>
  written(lines.map((line) => ({ statement: number, currency, ...rowOf(line), unit: units.get(line.meter) ?? '' })));

/** The rows below the lines. */
export const csvEnd = (statement: Statement): string =>
  written(rowsBelow(statement).map((row) => ({ statement: statement.number, currency: statement.currency, ...row })));

const written = (rows: readonly Row[]): string => csvBody(columns, rows, money);

/** What stands on the statement beside its ledger lines. */
const rowsBelow = ({ account, adjustments, carriedIn, carriedOut, taxes }: Statement): Row[] => [
  ...adjustments.map(({ accountSid, kind, meter, units, plan, version, tier, amount }) => ({
    account: accountSid ?? 'pooled',
    kind,
    meter: meter ?? '',
    billed_units: units,
    plan,
    version,
    amount,
    note: tierNote({ tier }),
  })),
  { account: account.sid, kind: 'carried-in', amount: carriedIn },
  { account: account.sid, kind: 'carried-out', amount: negate(carriedOut) },
  ...taxes.map((tax) => ({ account: account.sid, kind: 'tax', amount: tax.amount, note: taxNote(tax) })),
];

function rowOf(line: LedgerLine): Row {
  return {
    account: line.accountSid,
    kind: kindOf(line),
    day: dashedDay(line.day),
    micro_service: line.microService,
    meter: line.meter,
    id: line.id,
    resource: line.resourceSid,
    started_at: new Date(line.startedAt).toISOString(),
    finalized_at: new Date(line.finalizedAt).toISOString(),
    destination: line.destination ?? '',
    prefix: line.prefix ?? '',
    quantity: line.quantity,
    billed_units: line.billedUnits,
    plan: line.plan ?? '',
    version: line.version ?? '',
    profile: line.profile ?? '',
    unit_price: line.unitPrice ?? '',
    per: line.per,
    connection_fee: line.connect,
    amount: line.amount,
    note: noteOn(line),
  };
}

const kindOf = ({ meter, unrated }: LedgerLine): string =>
  meter === correctionsMeter ? 'correction' : unrated === undefined ? 'usage' : 'unrated';

const noteOn = ({ unrated, tier, lateFor, corrects, reason }: LedgerLine): string =>
  [
    tierNote({ tier }),
    unrated ?? '',
    lateFor === undefined ? '' : `late for ${dashedDay(lateFor)}`,
    corrects === undefined ? '' : `corrects ${corrects}`,
    reason ?? '',
  ]
    .filter((part) => part !== '')
    .join('; ');
