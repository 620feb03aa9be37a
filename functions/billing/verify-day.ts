import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { LedgerLineEntity, lineOf, linesOfDay } from '../../lib/metering/ledger-line.ts';
import { SealEntity, sealOf } from '../../lib/metering/seal.ts';
import { usageEventsOfDay, usagePartition } from '../../lib/metering/usage-event.ts';
import type { Day } from '../../lib/period/day.ts';
import { periodOfDay } from '../../lib/period/period.ts';
import { addToSeal, beginSeal, endSeal } from '../../lib/statement/seal-day.ts';
import type { Seal } from '../../lib/statement/statement.ts';
import type { Account } from '../../lib/store/account.ts';
import { isAsPut } from '../../lib/store/digest.ts';
import type { StoredItem } from '../../lib/store/list.ts';
import { itemsUnder, pagesUnder } from '../../lib/store/partition.ts';
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
  const seals = await itemsUnder(sealed, day);
  const seal = seals.find(({ SK }) => SK === day);
  const read = await readLines(ledger, day);
  const changed = [
    ...read.changed,
    ...(seal === undefined || isAsPut(seal) ? [] : [notAsPut('seal', seal)]),
    ...(seal === undefined && isOver ? [missingSeal(sealed, day)] : []),
  ];
  const { lines, creditNotes } = read;
  if (seal === undefined || changed.length > 0) return { day, lines, creditNotes, seal: undefined, changed };
  const kept = sealOf(SealEntity.build(EntityFormatter).format(seal));
  const isSame = endSeal(read.sealing, kept.timeZoneData).sha256 === kept.sha256;
  return { day, lines, creditNotes, seal: kept, changed: isSame ? [] : await differences(account, day, ledger) };
}

/** Looks at each line of a day by itself, and sums the day up as its seal did, a page of the table at a time. */
async function readLines(ledger: string, day: Day) {
  const formatter = LedgerLineEntity.build(EntityFormatter);
  const sealing = beginSeal(day);
  const changed: Finding[] = [];
  const creditNotes: string[] = [];
  let lines = 0;
  for await (const page of pagesUnder(ledger)) {
    for (const item of page) {
      lines += 1;
      if (!isAsPut(item)) {
        changed.push(notAsPut('ledger-line', item));
        continue;
      }
      addToSeal(sealing, lineOf(formatter.format(item)));
      if (item['creditNote'] !== undefined) creditNotes.push(String(item['creditNote']));
    }
  }
  return { sealing, changed, creditNotes, lines };
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
async function differences({ sid }: Account, day: Day, ledger: string): Promise<Finding[]> {
  const lines = await linesOfDay(sid, day);
  const events = new Set((await usageEventsOfDay(sid, day)).map(({ id }) => id));
  const here = new Set(lines.map(({ id }) => id));
  const found = (id: string, problem: string): Finding => ({ kind: 'ledger-line', item: `${ledger} / ${id}`, problem });
  const missing = [...events].filter((id) => !here.has(id)).map((id) => found(id, 'is missing'));
  const foreign = lines
    .filter(({ id, lateFor, corrects }) => !events.has(id) && lateFor === undefined && corrects === undefined)
    .map(({ id }) => found(id, 'was never a use'));
  const named = [...missing, ...foreign];
  return named.length > 0 ? named : [found('*', 'the lines of the day are not those that were sealed')];
}
