import { payerFor } from '../balance/payer.ts';
import { type Reservation, reserve } from '../balance/reserve.ts';
import { isRefusal, type Refusal, refuse } from '../error/catalogue.ts';
import { deckInForce } from '../metering/deck-in-force.ts';
import { usageId } from '../metering/usage-event.ts';
import { nano } from '../money/nano.ts';
import { type Period, periodAt } from '../period/period.ts';
import type { RatingPlan } from '../rating/rating-plan.ts';
import { type Room, unitsWithin } from '../rating/units-covered.ts';
import type { Write } from '../store/commit.ts';
import { allowedBy, keepWithin, limitKey, type Standing, stopping, takenNow, takenOf } from './limit.ts';
import { putLimitHold } from './limit-hold.ts';
import type { LimitedUse, Owner } from './limited-use.ts';
import { planForNew } from './plan-for-new.ts';
import { reachedText } from './reached-text.ts';

/** What is kept back for a use, up to how many units it may be extended, and the writes for it; a limit may be what it must end by, too. */
export type ReservedUse = Reservation & { readonly unitsMax: bigint };

/** Keeps back the money for a use: `lib/balance`'s `reserve`, or `begin` for what begins on a call that goes on. */
type Pay = (account: Owner, use: LimitedUse, now: number) => Promise<Reservation | Refusal>;

/** Whether anything is kept back for what an account uses of a meter from now on: of its tier's limits, or of money. */
export async function isReservedFor(
  account: Owner,
  { microService, meter }: Pick<LimitedUse, 'microService' | 'meter'>,
  now: number,
): Promise<boolean> {
  if ((await payerFor(account, now)) !== undefined) return true;
  const plan = await planForNew(account.sid, microService, now);
  return plan !== undefined && stopping(plan, meter).length > 0;
}

/**
 * Keeps back what a use takes of its tier's limits, and what it costs where its account is prepaid or capped, up to the use's
 * end, or as far as either goes. Refused where that is less than `unitsMin`: 20006 by a limit, 20005 by the balance. The writes
 * are for the transaction that stores the resource; lost when somebody else was first to what was left: reserve again.
 */
export async function reserveUse(
  account: Owner,
  use: LimitedUse,
  now: number,
  pay: Pay = reserve,
): Promise<ReservedUse | Refusal> {
  const plan = await planForNew(account.sid, use.microService, now);
  const limits = plan === undefined ? [] : stopping(plan, use.meter);
  if (plan === undefined || limits.length === 0) return upTo(use.unitsMax, await pay(account, use, now));
  const standings = await standingsOf(account.sid, plan, limits, periodAt(now, account.zone));
  const deck = await deckInForce(plan, use, now);
  const within = (room: Room, unitsMax: bigint) => unitsWithin(room, use, plan, unitsMax, deck);
  const least = use.unitsMin < use.unitsMax ? use.unitsMin : use.unitsMax;
  let unitsMax = use.unitsMax;
  for (const standing of standings) {
    const covered = within(roomIn(standing), unitsMax);
    if (covered === undefined) return refuse(20006, `${use.meter} has no price by which its limit could be held`);
    if (covered.units < least) return refuse(20006, reachedText(account, use, plan, standing.limit, now));
    unitsMax = covered.units;
  }
  const paid = upTo(unitsMax, await pay(account, { ...use, unitsMax }, now));
  if (isRefusal(paid)) return paid;
  const kept = within({}, unitsMax);
  if (kept === undefined) throw new Error(`${use.resourceSid} lost its price while it was reserved for`);
  const id = usageId(use.meter, use.resourceSid, 0);
  const writes = [...paid.writes, ...keep({ accountSid: account.sid, id }, standings, kept)];
  return { ...paid, writes, isLimited: paid.isLimited || unitsMax < use.unitsMax };
}

const upTo = (unitsMax: bigint, paid: Reservation | Refusal): ReservedUse | Refusal =>
  isRefusal(paid) ? paid : { ...paid, unitsMax };

async function standingsOf(
  accountSid: string,
  plan: RatingPlan,
  limits: ReturnType<typeof stopping>,
  period: Period,
): Promise<Standing[]> {
  const keys = limits.map((limit) => limitKey(accountSid, period, plan, limit));
  const taken = await takenNow(keys);
  return limits.flatMap((limit, index) => {
    const key = keys[index];
    return key === undefined ? [] : [{ limit, key, allowed: allowedBy(limit, plan), taken: taken[index]?.taken ?? 0n }];
  });
}

const roomIn = ({ limit: { units }, allowed, taken }: Standing): Room =>
  units === undefined ? { money: nano(allowed - taken) } : { billedUnits: allowed - taken };

function keep(
  use: { readonly accountSid: string; readonly id: string },
  standings: readonly Standing[],
  kept: Parameters<typeof takenOf>[1],
): Write[] {
  const parts = standings.map(({ limit, key, allowed }) => ({ key, allowed, part: takenOf(limit, kept) }));
  const taken = parts.filter(({ part }) => part > 0n);
  if (taken.length === 0) return [];
  return [
    putLimitHold({ ...use, parts: taken.map(({ key: { limit }, part }) => ({ limit, part })) }),
    ...taken.map(({ key, part, allowed }) => keepWithin(key, part, allowed)),
  ];
}
