import { decimalOf, nanoOf } from './decimal.ts';
import type { ExpectedStatement } from './expected.ts';
import type { Statement } from './statement.ts';

/** How a statement differs from what the script says: a line a difference, none when they agree to the nano-unit. */
export function differences(statement: Statement, expected: ExpectedStatement): string[] {
  const { Groups, Adjustments } = statement;
  const meters = new Set([
    ...Object.keys(expected.meters),
    ...Groups.map(({ Meter }) => Meter),
    ...Adjustments.flatMap(({ Meter }) => Meter ?? []),
  ]);
  const trueUps = Adjustments.filter(({ Meter }) => Meter === null).map(({ Amount }) => nanoOf(Amount));
  return [
    ...[...meters].flatMap((meter) => ofMeter(meter, statement, expected)),
    ...whole('uses without a price', BigInt(statement.UnratedLines), 0n),
    ...money('commitment', sum(trueUps), expected.trueUp),
    ...money('total', nanoOf(statement.Total), expected.total),
    ...money('payable', nanoOf(statement.Payable), expected.payable),
  ];
}

function ofMeter(meter: string, { Groups, Adjustments }: Statement, { meters }: ExpectedStatement): string[] {
  const nothing = { uses: 0, quantity: 0n, billedUnits: 0n, amount: 0n };
  const { uses, quantity, billedUnits, amount } = meters[meter] ?? nothing;
  const groups = Groups.filter(({ Meter }) => Meter === meter);
  const amounts = [...groups, ...Adjustments.filter(({ Meter }) => Meter === meter)].map(({ Amount }) => Amount);
  return [
    ...whole(`${meter}, uses`, sum(groups.map(({ Lines }) => BigInt(Lines))), BigInt(uses)),
    ...whole(`${meter}, quantity`, sum(groups.map(({ Quantity }) => BigInt(Quantity))), quantity),
    ...whole(`${meter}, billed`, sum(groups.map(({ BilledUnits }) => BigInt(BilledUnits))), billedUnits),
    ...money(`${meter}, amount`, sum(amounts.map(nanoOf)), amount),
  ];
}

const sum = (values: readonly bigint[]): bigint => values.reduce((left, right) => left + right, 0n);

const whole = (what: string, stated: bigint, expected: bigint) => compared(what, stated, expected, String);
const money = (what: string, stated: bigint, expected: bigint) => compared(what, stated, expected, decimalOf);

function compared(what: string, stated: bigint, expected: bigint, written: (value: bigint) => string): string[] {
  if (stated === expected) return [];
  return [`${what}: stated ${written(stated)}, expected ${written(expected)}, off by ${written(stated - expected)}`];
}
