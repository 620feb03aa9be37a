import { type Nano, subtract, sum, zero } from '../../money/nano.ts';
import { inBillingOrder, type LedgerLine } from '../../rating/ledger-line.ts';
import { adjustmentsOn } from '../make-statement.ts';
import type { StatementAdjustment, StatementInput } from '../statement.ts';
import { sumUp } from '../statement-sums.ts';
import type { ChangedAdjustment, ChangedLine } from './credit-note.ts';

/** What other prices change in a period: its lines and adjustments, and by how much in all, signed. */
export interface Rerated {
  readonly lines: readonly ChangedLine[];
  readonly adjustments: readonly ChangedAdjustment[];
  readonly difference: Nano;
}

/**
 * A period's statement at other prices less the one that was made, to the nano-unit: list prices, tiers, packages, allowances,
 * flat prices and commitments. What a balance has paid in advance is a fact, and in neither.
 */
export function rerated(was: StatementInput, now: StatementInput): Rerated {
  const lines = changedLines(linesOf(was), linesOf(now));
  const adjustments = changedAdjustments(adjustmentsOf(was), adjustmentsOf(now));
  const changes = [...lines, ...adjustments].map((each) => subtract(each.now, each.was));
  return { lines, adjustments, difference: sum(changes) };
}

/** By account, the statement's own first, then in billing order. */
function linesOf({ subAccounts, ...own }: StatementInput): LedgerLine[] {
  const others = [...subAccounts].sort((left, right) => (left.sid < right.sid ? -1 : 1));
  return [own, ...others].flatMap(({ lines }) => [...lines].sort(inBillingOrder));
}

const adjustmentsOf = (input: StatementInput): StatementAdjustment[] => adjustmentsOn(input, sumUp(input));

const lineName = ({ accountSid, day, id }: LedgerLine): string => `${accountSid} ${day} ${id}`;

function changedLines(was: readonly LedgerLine[], now: readonly LedgerLine[]): ChangedLine[] {
  const before = new Map(was.map((line) => [lineName(line), line.amount]));
  if (before.size !== now.length) throw new Error(`${before.size} lines were rated again as ${now.length}.`);
  return now.flatMap((line) => {
    const amount = before.get(lineName(line));
    if (amount === undefined) throw new Error(`${line.id} is not on the statement.`);
    return amount === line.amount ? [] : [changedLine(line, amount, line.amount)];
  });
}

/** A line with what it cost and what it is to cost. */
export const changedLine = (line: LedgerLine, was: Nano, now: Nano): ChangedLine => ({
  accountSid: line.accountSid,
  id: line.id,
  day: line.day,
  microService: line.microService,
  meter: line.meter,
  prefix: line.prefix,
  plan: line.plan,
  version: line.version,
  tier: line.tier,
  profile: line.profile,
  was,
  now,
});

/** An adjustment of another version, or of another tier, is another one: the former comes to nothing, the latter from nothing. */
function changedAdjustments(was: readonly StatementAdjustment[], now: readonly StatementAdjustment[]) {
  const nameOf = ({ accountSid, kind, meter, plan, version, tier }: StatementAdjustment) =>
    [accountSid ?? '', kind, meter ?? '', plan, version, tier ?? ''].join(' ');
  const [before, after] = [was, now].map((all) => new Map(all.map((each) => [nameOf(each), each])));
  const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
  return names.flatMap((name): ChangedAdjustment[] => {
    const [old, young] = [before?.get(name), after?.get(name)];
    const either = young ?? old;
    if (either === undefined || old?.amount === young?.amount) return [];
    const { accountSid, kind, meter, plan, version, tier } = either;
    return [{ accountSid, kind, meter, plan, version, tier, was: old?.amount ?? zero, now: young?.amount ?? zero }];
  });
}
