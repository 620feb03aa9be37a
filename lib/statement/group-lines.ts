import { sum } from '../money/nano.ts';
import { correctionsMeter, type LedgerLine } from '../rating/ledger-line.ts';
import type { StatementCorrection, StatementGroup } from './statement.ts';

/**
 * Sums an account's lines by micro-service, meter and destination prefix, in that order. Unrated lines are counted
 * elsewhere, corrections shown one by one.
 */
export function groupLines(lines: readonly LedgerLine[], units: Readonly<Record<string, string>>): StatementGroup[] {
  const rated = lines.filter(({ unrated, meter }) => unrated === undefined && meter !== correctionsMeter);
  const groups = Map.groupBy(rated, ({ microService, meter, prefix }) => `${microService} ${meter} ${prefix ?? ''}`);
  return [...groups.keys()].sort().flatMap((key) => groupOf(groups.get(key) ?? [], units));
}

function groupOf(lines: readonly LedgerLine[], units: Readonly<Record<string, string>>): StatementGroup[] {
  const [first] = lines;
  if (first === undefined) return [];
  const prices = new Set(lines.map(({ unitPrice }) => unitPrice));
  return [
    {
      accountSid: first.accountSid,
      microService: first.microService,
      meter: first.meter,
      unit: units[first.meter] ?? 'unit',
      prefix: first.prefix ?? '',
      unitPrice: prices.size === 1 ? (first.unitPrice ?? '') : '',
      per: first.per,
      lines: lines.length,
      quantity: total(lines.map(({ quantity }) => quantity)),
      billedUnits: total(lines.map(({ billedUnits }) => billedUnits)),
      connect: sum(lines.map(({ connect }) => connect)),
      amount: sum(lines.map(({ amount }) => amount)),
    },
  ];
}

const total = (quantities: readonly bigint[]): bigint => quantities.reduce((left, right) => left + right, 0n);

/** The signed corrections among lines, in their order. */
export const correctionsIn = (lines: readonly LedgerLine[]): StatementCorrection[] =>
  lines
    .filter(({ meter }) => meter === correctionsMeter)
    .map(({ accountSid, id, day, corrects = '', reason = '', amount }) => ({
      accountSid,
      id,
      day,
      corrects,
      reason,
      amount,
    }));
