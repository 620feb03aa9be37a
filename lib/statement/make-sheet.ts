import { formatAmount } from '../money/currency.ts';
import { type Nano, negate } from '../money/nano.ts';
import { type Day, dashedDay } from '../period/day.ts';
import { adjustmentTable, correctionTable, planTable } from './decision-tables.ts';
import type { Address, Fact, Sheet } from './sheet.ts';
import type { Party, Statement } from './statement.ts';
import { summaryTable } from './summary-table.ts';
import { termsTable } from './terms-table.ts';
import { usageTable } from './usage-table.ts';

/** What a page says of itself beside the statement. */
export interface Presentation {
  /** The statement's own hash; undefined on a preview. */
  readonly sha256: string | undefined;
  /** Marks what is not closed yet: the instant up to which usage is in, epoch milliseconds. */
  readonly previewAt?: number | undefined;
}

/** An amount with a comma between thousands, in full: what is shown adds up. */
export const shownAmount =
  (currency: Statement['currency']) =>
  (amount: Nano): string =>
    formatAmount(amount, currency).replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));

/** The statement as the HTML page and the PDF show it. */
export function makeSheet(statement: Statement, presentation: Presentation): Sheet {
  const money = shownAmount(statement.currency);
  const isPreview = presentation.previewAt !== undefined;
  const tables = [
    summaryTable(statement, money),
    usageTable(statement, money),
    adjustmentTable(statement, money),
    correctionTable(statement, money),
    termsTable(statement, money),
    planTable(statement),
  ];
  return {
    title: isPreview ? 'Preview of a statement' : statement.final ? 'Final statement' : 'Statement',
    number: isPreview ? 'none yet' : statement.number,
    from: addressOf('From', statement.operator),
    to: addressOf('To', statement.account),
    facts: factsOf(statement, isPreview),
    notices: noticesOn(statement, presentation),
    due: dueOf(statement, isPreview),
    tables: tables.filter(({ rows }) => rows.length > 0),
    notes: notesOn(statement, presentation),
  };
}

/** What is to be paid; by the operator where it is below zero, so that nobody pays it by mistake. */
function dueOf({ payable, currency }: Statement, isPreview: boolean): Sheet['due'] {
  const label = payable < 0n ? 'In your favour' : 'Payable';
  const amount = shownAmount(currency)(payable < 0n ? negate(payable) : payable);
  return { label: isPreview ? `${label} if the period ended now` : label, amount: `${amount} ${currency}` };
}

/** A party as a bill shows it. */
export const addressOf = (label: string, { name, address, taxNumber }: Party): Address => ({
  label,
  name,
  lines: [...address, ...(taxNumber === undefined ? [] : [`Tax number ${taxNumber}`])],
});

function factsOf({ number, account, period, currency, issuedOn }: Statement, isPreview: boolean): Fact[] {
  return [
    { label: 'Number', text: isPreview ? 'none yet' : number },
    { label: 'Date', text: isPreview ? 'not issued' : longDay(issuedOn) },
    { label: 'Account', text: account.sid },
    { label: 'Period', text: `${period.name}, days of ${period.zone}` },
    { label: 'From', text: instant(period.startsAt) },
    { label: 'Until', text: instant(period.endsAt) },
    { label: 'Currency', text: currency },
  ];
}

function noticesOn({ unrated, final }: Statement, { previewAt }: Presentation): string[] {
  const price = `${unrated} ${unrated === 1 ? 'use has' : 'uses have'} no price yet. What has none is not in this statement and will be charged on a later one.`;
  return [
    ...(previewAt === undefined
      ? []
      : [
          `This is a preview, not a statement. The period is still open; it shows the usage rated until ${instant(previewAt)}.`,
        ]),
    ...(final ? ['The account is closed: this is its last statement.'] : []),
    ...(unrated === 0 ? [] : [price]),
  ];
}

function notesOn({ period, previousNumber, prevSha256 }: Statement, { sha256 }: Presentation): string[] {
  const rounding =
    "Amounts are exact to a billionth of the currency's unit. Only the net amount is rounded, once, and each tax on it; what the rounding leaves is carried to the next statement.";
  const days = `Days are of ${period.zone}; the Usage Records of the API count days in GMT.`;
  const own = sha256 === undefined ? [] : [`SHA-256 of this statement's JSON: ${sha256}`];
  const chain =
    previousNumber === undefined
      ? 'First statement of the account.'
      : `Previous statement: ${previousNumber}, SHA-256 ${prevSha256 ?? ''}`;
  return [rounding, days, ...own, chain];
}

const months = [
  '',
  ...'January February March April May June July August September October November December'.split(' '),
];
const monthOf = new Map(months.map((name, index) => [String(index).padStart(2, '0'), name]));

/** `1 December 2026` */
export const longDay = (day: Day): string => {
  const [year, month, date] = dashedDay(day).split('-');
  return `${date?.replace(/^0/, '')} ${monthOf.get(month ?? '')} ${year}`;
};

/** An instant to the minute, in GMT. */
export const instant = (epochMs: number): string =>
  `${new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
