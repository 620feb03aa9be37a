import { formatNano, type Nano, negate, sum } from '../money/nano.ts';
import { figures, head, line, type Row, subtotal, type Table, text, total } from './sheet.ts';
import type { Statement } from './statement.ts';

/** What is paid and how it comes about: each row is added to those above, down to what is payable. */
export function summaryTable(statement: Statement, money: (amount: Nano) => string): Table {
  const { total: exact, carriedIn, carriedOut, net, taxes, payable, currency } = statement;
  return {
    title: 'Summary',
    columns: [text('', 75), figures(`Amount, ${currency}`, 25)],
    rows: [
      ...(statement.accounts.length === 1 ? ownRows(statement, money) : accountRows(statement, money)),
      ...pooledRow(statement, money),
      subtotal('Total of the period, exact', money(exact)),
      line('Carried from the previous statement', money(carriedIn)),
      line('Left to the next statement by rounding', money(negate(carriedOut))),
      subtotal('Net', money(net)),
      ...(taxes.length === 0
        ? [line('Tax', money(sum([])))]
        : taxes.map(({ name, rate, amount }) =>
            line(`${name}, ${formatNano(rate)} % of ${money(net)}`, money(amount)),
          )),
      total('Payable', money(payable)),
    ],
  };
}

function ownRows(statement: Statement, money: (amount: Nano) => string, sid = statement.account.sid): Row[] {
  const groups = statement.groups.filter(({ accountSid }) => accountSid === sid);
  const byMicroService = Map.groupBy(groups, ({ microService }) => microService);
  const all = statement.adjustments.filter(({ accountSid }) => accountSid === sid);
  const paid = all.filter(({ kind }) => kind === 'paid-in-advance');
  const credited = all.filter(({ kind }) => kind === 'credit-note');
  const adjustments = all.filter((each) => !paid.includes(each) && !credited.includes(each));
  const corrections = statement.corrections.filter(({ accountSid }) => accountSid === sid);
  return [
    ...[...byMicroService].map(([name, own]) => line(`Usage of ${name}`, money(amountOf(own)))),
    ...(adjustments.length === 0 ? [] : [line('Tiers, allowances and commitments', money(amountOf(adjustments)))]),
    ...(corrections.length === 0 ? [] : [line('Corrections of earlier charges', money(amountOf(corrections)))]),
    ...(credited.length === 0 ? [] : [line('Given back by credit notes already', money(amountOf(credited)))]),
    ...(paid.length === 0 ? [] : [line('Paid in advance, from the balance', money(amountOf(paid)))]),
  ];
}

/** With sub-accounts: each account under its name, with its subtotal. */
const accountRows = (statement: Statement, money: (amount: Nano) => string): Row[] =>
  statement.accounts.flatMap(({ sid, name, amount }) => [
    head(`${name} (${sid})`),
    ...ownRows(statement, money, sid),
    subtotal(`Subtotal of ${name}`, money(amount)),
  ]);

function pooledRow({ adjustments }: Statement, money: (amount: Nano) => string): Row[] {
  const pooled = adjustments.filter(({ accountSid }) => accountSid === undefined);
  return pooled.length === 0
    ? []
    : [line('Tiers, allowances and commitments of all accounts together', money(amountOf(pooled)))];
}

const amountOf = (parts: readonly { readonly amount: Nano }[]): Nano => sum(parts.map(({ amount }) => amount));
