import { sum } from '../money/nano.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import type { StatementGroup } from './statement.ts';

/** Sums lines by micro-service, meter and destination prefix, in that order. Unrated lines are counted elsewhere. */
export function groupLines(lines: readonly LedgerLine[], units: Readonly<Record<string, string>>): StatementGroup[] {
  const rated = lines.filter(({ unrated }) => unrated === undefined);
  const groups = Map.groupBy(rated, ({ microService, meter, prefix }) => `${microService} ${meter} ${prefix ?? ''}`);
  return [...groups.keys()].sort().flatMap((key) => groupOf(groups.get(key) ?? [], units));
}

function groupOf(lines: readonly LedgerLine[], units: Readonly<Record<string, string>>): StatementGroup[] {
  const [first] = lines;
  if (first === undefined) return [];
  const prices = new Set(lines.map(({ unitPrice }) => unitPrice));
  return [
    {
      microService: first.microService,
      meter: first.meter,
      unit: units[first.meter] ?? 'unit',
      prefix: first.prefix ?? '',
      unitPrice: prices.size === 1 ? (first.unitPrice ?? '') : '',
      per: first.per,
      lines: lines.length,
      quantity: total(lines.map(({ quantity }) => quantity)),
      billedUnits: total(lines.map(({ billedUnits }) => billedUnits)),
      amount: sum(lines.map(({ amount }) => amount)),
    },
  ];
}

const total = (quantities: readonly bigint[]): bigint => quantities.reduce((left, right) => left + right, 0n);
