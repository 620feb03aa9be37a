import { holdName, holdsOf } from '../balance/hold.ts';
import { giveBack, takeOver } from '../balance/reserve.ts';
import { usageId } from '../metering/usage-event.ts';
import type { Write } from '../store/commit.ts';
import { moveInLimit } from './limit.ts';
import { deleteLimitHold, limitHoldsOf, putLimitHold } from './limit-hold.ts';

type ReservedFor = { readonly meter: string; readonly sid: string };

/** Those of an account's uses for which something is kept back still, of limits or of money. Reads by key. */
export async function stillReserved<Use extends ReservedFor>(accountSid: string, uses: readonly Use[]): Promise<Use[]> {
  const keys = uses.map(({ meter, sid }) => ({ accountSid, id: usageId(meter, sid, 0) }));
  const [ofLimits, ofMoney] = await Promise.all([limitHoldsOf(keys), holdsOf(keys)]);
  const names = keys.map(holdName);
  return uses.filter((_, index) => ofLimits[index] !== undefined || ofMoney.has(names[index] ?? ''));
}

/**
 * The writes by which a use takes over what was kept back under another name before it had its own, `from`, of limits and
 * of money; none where nothing was. Both are ids of usage events. They belong to the transaction of its usage event.
 */
export async function takeOverUse(accountSid: string, from: string, to: string, now: number): Promise<Write[]> {
  const [[held], money] = await Promise.all([
    limitHoldsOf([{ accountSid, id: from }]),
    takeOver(accountSid, from, to, now),
  ]);
  if (held === undefined) return money;
  return [...money, deleteLimitHold(held), putLimitHold({ ...held, id: to })];
}

/** The writes that give back what was kept for a use that never came to be, of limits and of money; none where nothing was. */
export async function giveBackUse(accountSid: string, meter: string, resourceSid: string): Promise<Write[]> {
  const key = { accountSid, id: usageId(meter, resourceSid, 0) };
  const [[held], money] = await Promise.all([limitHoldsOf([key]), giveBack(accountSid, meter, resourceSid)]);
  if (held === undefined) return money;
  const given = held.parts.map(({ limit, part }) => moveInLimit({ accountSid, limit }, { taken: -part, held: -part }));
  return [...money, deleteLimitHold(held), ...given];
}
