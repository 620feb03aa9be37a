import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import type { Day } from '../period/day.ts';
import { correctionsMeter, type LedgerLine } from '../rating/ledger-line.ts';
import { itemsUnder } from '../store/partition.ts';
import { readItems } from '../store/read-items.ts';
import { LedgerLineEntity, lineOf } from './ledger-line.ts';
import { lineKey } from './moved-line.ts';
import { usagePartition } from './usage-event.ts';

/** An account's ledger line with an id, on whichever of these days it stands. An id does not tell its day. */
export async function lineWithId(
  accountSid: string,
  id: string,
  days: readonly Day[],
): Promise<LedgerLine | undefined> {
  const found = await readItems(days.map((day) => lineKey(accountSid, day, id)));
  const [item] = found.values();
  return item && lineOf(LedgerLineEntity.build(EntityFormatter).format(item));
}

/** The corrections that stand in an account's local day. */
export async function correctionsOfDay(accountSid: string, day: Day): Promise<LedgerLine[]> {
  const items = await itemsUnder(`LED#${usagePartition(accountSid, day)}`, `${correctionsMeter}#`);
  return items.map((item) => lineOf(LedgerLineEntity.build(EntityFormatter).format(item)));
}
