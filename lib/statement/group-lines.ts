import type { AccountSums, GroupSums } from './account-sums.ts';
import type { StatementGroup } from './statement.ts';

/**
 * An account's lines by micro-service, meter and destination prefix, in that order. Unrated lines are counted elsewhere, corrections
 * shown one by one.
 */
export function groupsOf({ sid, groups }: AccountSums, units: Readonly<Record<string, string>>): StatementGroup[] {
  const inOrder = [...groups].sort(([left], [right]) => (left < right ? -1 : 1));
  return inOrder.map(([, group]) => groupOf(sid, group, units[group.meter] ?? 'unit'));
}

const groupOf = (accountSid: string, group: GroupSums, unit: string): StatementGroup => ({
  accountSid,
  microService: group.microService,
  meter: group.meter,
  unit,
  prefix: group.prefix,
  unitPrice: group.isOnePrice ? (group.unitPrice ?? '') : '',
  per: group.per,
  lines: group.lines,
  quantity: group.quantity,
  billedUnits: group.billedUnits,
  connect: group.connect,
  amount: group.amount,
});
