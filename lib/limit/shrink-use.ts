import type { HeldUse } from '../balance/cover.ts';
import { deckInForce } from '../metering/deck-in-force.ts';
import { usageId } from '../metering/usage-event.ts';
import { periodAt } from '../period/period.ts';
import { unitsWithin } from '../rating/units-covered.ts';
import type { Write } from '../store/commit.ts';
import { limitKey, moveInLimit, stopping, takenOf } from './limit.ts';
import { limitHoldsOf, putLimitHoldAgain } from './limit-hold.ts';
import type { Owner } from './limited-use.ts';
import { planForNew } from './plan-for-new.ts';

/**
 * The writes by which a use that goes on keeps back of its tier's limits what so many of its units take, and no more;
 * undefined where that frees nothing. They belong to the transaction that stores that the use ends with so many, on condition
 * that nothing else has changed it.
 */
export async function shrinkUse(
  account: Owner,
  use: HeldUse,
  unitsMax: bigint,
  now: number,
): Promise<Write[] | undefined> {
  const [held] = await limitHoldsOf([{ accountSid: account.sid, id: usageId(use.meter, use.resourceSid, 0) }]);
  const plan = await planForNew(account.sid, use.microService, use.startedAt);
  if (held === undefined || plan === undefined) return undefined;
  const needed = unitsWithin({}, use, plan, unitsMax, await deckInForce(plan, use, now));
  if (needed === undefined) return undefined;
  const period = periodAt(use.startedAt, account.zone);
  const limits = new Map(
    stopping(plan, use.meter).map((limit) => [limitKey(account.sid, period, plan, limit).limit, limit]),
  );
  const changes = held.parts.map(({ limit, part }) => {
    const known = limits.get(limit);
    const least = known === undefined ? part : takenOf(known, needed);
    const kept = least < part ? least : part;
    return { limit, part: kept, moved: kept - part };
  });
  const moves = changes.filter(({ moved }) => moved < 0n);
  if (moves.length === 0) return undefined;
  return [
    putLimitHoldAgain({ ...held, parts: changes.map(({ limit, part }) => ({ limit, part })) }),
    ...moves.map(({ limit, moved }) => moveInLimit({ accountSid: account.sid, limit }, { taken: moved, held: moved })),
  ];
}
