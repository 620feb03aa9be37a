import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { LedgerLineEntity, lineOf } from '../../lib/metering/ledger-line.ts';
import { SealEntity, sealOf } from '../../lib/metering/seal.ts';
import { usageEventsOfDay, usagePartition } from '../../lib/metering/usage-event.ts';
import type { Day } from '../../lib/period/day.ts';
import { periodOfDay } from '../../lib/period/period.ts';
import type { LedgerLine } from '../../lib/rating/ledger-line.ts';
import { sealDay } from '../../lib/statement/seal-day.ts';
import type { Seal } from '../../lib/statement/statement.ts';
import type { Account } from '../../lib/store/account.ts';
import { isAsPut } from '../../lib/store/digest.ts';
import type { StoredItem } from '../../lib/store/list.ts';
import { itemsUnder } from '../../lib/store/partition.ts';
import type { Finding } from './finding.ts';

/** A day as it was found: its seal where that is intact. */
export type VerifiedDay = {
  readonly day: Day;
  readonly lines: number;
  readonly seal: Seal | undefined;
  /** The numbers of the credit notes whose lines stand in it. */
  readonly creditNotes: readonly string[];
  readonly changed: readonly Finding[];
};

/**
 * Looks at each ledger line and the seal of a day by itself, then at both together: a day whose items are all intact, but
 * whose lines are not those that were sealed, has lost or gained some.
 */
export async function verifyDay(account: Account, day: Day, isOver: boolean): Promise<VerifiedDay> {
  const ledger = `LED#${usagePartition(account.sid, day)}`;
  const sealed = `SEA#${account.sid}#${periodOfDay(day)}`;
  const [stored, seals] = await Promise.all([itemsUnder(ledger), itemsUnder(sealed, day)]);
  const seal = seals.find(({ SK }) => SK === day);
  const changed = [
    ...stored.filter((item) => !isAsPut(item)).map((item) => notAsPut('ledger-line', item)),
    ...(seal === undefined || isAsPut(seal) ? [] : [notAsPut('seal', seal)]),
    ...(seal === undefined && isOver ? [missingSeal(sealed, day)] : []),
  ];
  const creditNotes = stored
    .filter(isAsPut)
    .flatMap(({ creditNote }) => (creditNote === undefined ? [] : [String(creditNote)]));
  if (seal === undefined || changed.length > 0)
    return { day, lines: stored.length, creditNotes, seal: undefined, changed };
  const lines = stored.map((item) => lineOf(LedgerLineEntity.build(EntityFormatter).format(item)));
  const kept = sealOf(SealEntity.build(EntityFormatter).format(seal));
  return {
    day,
    lines: lines.length,
    creditNotes,
    seal: kept,
    changed: await differences(account, kept, lines, ledger),
  };
}

const notAsPut = (kind: Finding['kind'], { PK, SK }: StoredItem): Finding => ({
  kind,
  item: `${PK} / ${SK}`,
  problem: 'is not what was put',
});

const missingSeal = (partition: string, day: Day): Finding => ({
  kind: 'seal',
  item: `${partition} / ${day}`,
  problem: 'is missing',
});

/** Which lines are missing or too many, where a day's lines are not those that were sealed. */
async function differences(
  { sid }: Account,
  seal: Seal,
  lines: readonly LedgerLine[],
  ledger: string,
): Promise<Finding[]> {
  if (sealDay(seal.day, lines, seal.timeZoneData).sha256 === seal.sha256) return [];
  const events = new Set((await usageEventsOfDay(sid, seal.day)).map(({ id }) => id));
  const here = new Set(lines.map(({ id }) => id));
  const found = (id: string, problem: string): Finding => ({ kind: 'ledger-line', item: `${ledger} / ${id}`, problem });
  const missing = [...events].filter((id) => !here.has(id)).map((id) => found(id, 'is missing'));
  const foreign = lines
    .filter(({ id, lateFor, corrects }) => !events.has(id) && lateFor === undefined && corrects === undefined)
    .map(({ id }) => found(id, 'was never a use'));
  const named = [...missing, ...foreign];
  return named.length > 0 ? named : [found('*', 'the lines of the day are not those that were sealed')];
}
