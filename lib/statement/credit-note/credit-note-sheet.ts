import { add, formatNano, type Nano, negate, subtract, sum } from '../../money/nano.ts';
import { adjustmentNames } from '../decision-tables.ts';
import { addressOf, instant, longDay, shownAmount } from '../make-sheet.ts';
import { planName } from '../plan-name.ts';
import { figures, head, line, type Row, type Sheet, subtotal, type Table, text, total } from '../sheet.ts';
import { namedPrefix } from '../usage-table.ts';
import type { ChangedLine, CreditNote } from './credit-note.ts';

type Money = (amount: Nano) => string;
type Changed = { readonly was: Nano; readonly now: Nano };

/** A credit note as its HTML page and its PDF show it; `sha256` is of its JSON. */
export function creditNoteSheet(note: CreditNote, sha256: string): Sheet {
  const money = shownAmount(note.currency);
  const tables = [summaryTable(note, money), lineTable(note, money), adjustmentTable(note, money)];
  const returned = `${money(note.returned)} ${note.currency} of it is in the account’s balance already.`;
  return {
    title: 'Credit note',
    number: note.number,
    from: addressOf('From', note.operator),
    to: addressOf('To', note.account),
    facts: factsOf(note),
    notices: [note.reason, ...(note.returned === 0n ? [] : [returned])],
    due: { label: 'Given back', amount: `${money(add(note.payable, note.returned))} ${note.currency}` },
    tables: tables.filter(({ rows }) => rows.length > 0),
    notes: notesOn(note, sha256),
  };
}

const factsOf = ({ number, issuedOn, account, statement: { period, number: credited }, currency }: CreditNote) => [
  { label: 'Number', text: number },
  { label: 'Date', text: longDay(issuedOn) },
  { label: 'Account', text: account.sid },
  { label: 'Credits', text: credited },
  { label: 'Period', text: `${period.name}, days of ${period.zone}` },
  { label: 'From', text: instant(period.startsAt) },
  { label: 'Until', text: instant(period.endsAt) },
  { label: 'Currency', text: currency },
];

/** Each row is added to those above, down to what is payable. */
function summaryTable(note: CreditNote, money: Money): Table {
  const { lines, adjustments, earlier, returned, carriedOut, net, taxes } = note;
  const named = lines.length + adjustments.length > 0;
  return {
    title: 'Summary',
    columns: [text('', 75), figures(`Credit, ${note.currency}`, 25)],
    rows: [
      ...(named ? [] : [line(note.reason, money(note.total))]),
      ...(lines.length === 0 ? [] : [line(`${lines.length} ledger lines`, money(creditOf(lines)))]),
      ...(adjustments.length === 0 ? [] : [line('Tiers, allowances and commitments', money(creditOf(adjustments)))]),
      ...(earlier === 0n ? [] : [line('Settled by earlier re-ratings of the period', money(earlier))]),
      subtotal('Credit, exact', money(note.total)),
      ...(returned === 0n ? [] : [line('Returned to the balance', money(negate(returned)))]),
      line('Left to the next statement by rounding', money(negate(carriedOut))),
      subtotal('Net', money(net)),
      ...taxes.map(({ name, rate, amount }) => line(`${name}, ${formatNano(rate)} % of ${money(net)}`, money(amount))),
      total('Payable to the account', money(note.payable)),
    ],
  };
}

/** Ledger lines by account, meter and destination: one by one they stand in the CSV and the JSON. */
function lineTable({ lines }: CreditNote, money: Money): Table {
  const byAccount = Map.groupBy(lines, ({ accountSid }) => accountSid);
  const rows = [...byAccount].flatMap(([accountSid, own]) => [
    ...(byAccount.size > 1 ? [head(accountSid)] : []),
    ...meterRows(own, money),
  ]);
  return {
    title: 'What is given back, by meter and destination',
    columns: [
      text('Meter', 28),
      text('Destination', 16),
      figures('Lines', 8),
      figures('Was', 16),
      figures('Is', 16),
      figures('Credit', 16),
    ],
    rows: rows.length === 0 ? [] : [...rows, total('All lines', '', String(lines.length), ...sums(lines, money))],
  };
}

function meterRows(lines: readonly ChangedLine[], money: Money): Row[] {
  const nameOf = ({ meter, prefix = '' }: ChangedLine) => `${meter} ${prefix}`;
  const groups = [...Map.groupBy(lines, nameOf)].sort(([left], [right]) => (left < right ? -1 : 1));
  return groups.flatMap(([, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const destination = first.prefix === undefined ? 'any' : namedPrefix(first.prefix);
    return [line(first.meter, destination, String(own.length), ...sums(own, money))];
  });
}

function adjustmentTable({ adjustments }: CreditNote, money: Money): Table {
  const rows = adjustments.map((each) =>
    line(adjustmentNames[each.kind], each.meter ?? 'all meters', planName(each), ...sums([each], money)),
  );
  return {
    title: "Adjustments by the period's totals",
    columns: [
      text('Adjustment', 24),
      text('Meter', 18),
      text('Plan', 22),
      figures('Was', 12),
      figures('Is', 12),
      figures('Credit', 12),
    ],
    rows: rows.length === 0 ? [] : [...rows, total('All adjustments', '', '', ...sums(adjustments, money))],
  };
}

const creditOf = (changed: readonly Changed[]): Nano => sum(changed.map(({ was, now }) => subtract(was, now)));

const sums = (changed: readonly Changed[], money: Money): string[] => [
  money(sum(changed.map(({ was }) => was))),
  money(sum(changed.map(({ now }) => now))),
  money(creditOf(changed)),
];

function notesOn({ repricing, statement, previousNumber, prevSha256 }: CreditNote, sha256: string): string[] {
  const prices =
    repricing === undefined
      ? []
      : [
          `Prices as of ${instant(repricing.pricesAsOf)}${repricing.since === undefined ? '' : `, for what began at ${instant(repricing.since)} or later`}.`,
        ];
  return [
    `The statement ${statement.number} stays as it is; this note reduces what is owed for it. Each ledger line is in the CSV and the JSON.`,
    ...prices,
    "Amounts are exact to a billionth of the currency's unit. Only the net amount is rounded, once, and each tax on it, at the statement's rates; what the rounding leaves is on the next statement.",
    `SHA-256 of this note's JSON: ${sha256}`,
    `Follows ${previousNumber ?? statement.number}, SHA-256 ${prevSha256}`,
  ];
}
