import type { Refusal } from '../error/catalogue.ts';
import { usageId } from '../metering/usage-event.ts';
import { nano, negate, subtract, zero } from '../money/nano.ts';
import type { Account } from '../store/account.ts';
import type { Write } from '../store/commit.ts';
import { balanceOf, moveInPurse } from './balance.ts';
import { type HeldUse, pricesOf } from './cover.ts';
import { deleteHold, hold, holdName, holdsOf, putHold } from './hold.ts';
import { uncovered, unpriced } from './lacking.ts';
import { payerFor } from './payer.ts';

/** A use that is to be let in. Units are the meter's. */
export type IntendedUse = HeldUse & {
  /** Refused where there is not money for so many. */
  readonly unitsMin: bigint;
  /** It ends with so many at the latest. */
  readonly unitsMax: bigint;
  /**
   * Its units are seconds, and its money is kept back for so many of them at first, or for the account's interval; `extend`
   * keeps back more while it lasts. Absent: all at once.
   */
  readonly unitsFirst?: bigint | 'interval';
};

/** The writes that keep the money back, for the transaction that stores the resource, and how many units it pays for. */
export type Reservation = {
  readonly units: bigint;
  readonly writes: readonly Write[];
  /** Whether it must end with these units unless it is extended: somebody pays in advance or up to a cap. */
  readonly isLimited: boolean;
};

/**
 * Keeps back what a use of a prepaid or capped account costs at list price, or all that there is: up to its end, or for
 * what is to be kept back at first (docs/decisions/051); of others nothing. Refused with Twilio's code for an account that
 * lacks funds. Its writes are lost when somebody else was first to the money: reserve again.
 */
export async function reserve(
  account: Pick<Account, 'sid' | 'zone'>,
  use: IntendedUse,
  now: number,
): Promise<Reservation | Refusal> {
  const { unitsMax } = use;
  const payer = await payerFor(account, now);
  if (payer === undefined) return { units: unitsMax, writes: [], isLimited: false };
  const { purse, holdSeconds } = payer;
  const { cover } = await pricesOf(account.sid, use, now);
  if (cover(zero, 1n) === undefined) return unpriced(use);
  if (cover(zero, unitsMax)?.units === unitsMax) return { units: unitsMax, writes: [], isLimited: true };
  const money = subtract((await balanceOf(purse)).left, purse.floor);
  const { unitsFirst: wish = unitsMax } = use;
  const first = lesser(wish === 'interval' ? BigInt(holdSeconds) : wish, unitsMax);
  const covered = cover(money, first) ?? { units: 0n, amount: zero };
  const least = lesser(use.unitsMin, first);
  if (covered.units < least) return uncovered(account.sid, purse, use, least);
  const id = usageId(use.meter, use.resourceSid, 0);
  const writes = covered.amount === 0n ? [] : hold({ accountSid: account.sid, id }, purse, covered.amount, now);
  return { units: covered.units, writes, isLimited: true };
}

const lesser = (one: bigint, other: bigint): bigint => (one < other ? one : other);

/**
 * The writes by which a use takes over what was held under another name before it had its own, `from`; none where nothing
 * is held. Both are ids of usage events. They belong to the transaction of its usage event.
 */
export async function takeOver(accountSid: string, from: string, to: string, now: number): Promise<Write[]> {
  const key = { accountSid, id: from };
  const held = (await holdsOf([key])).get(holdName(key));
  if (held === undefined) return [];
  return [deleteHold(held), putHold({ accountSid, id: to }, held.of, held.amount, now)];
}

/** The writes that give back what was kept for a use that never came to be; none where nothing was. */
export async function giveBack(accountSid: string, meter: string, resourceSid: string): Promise<Write[]> {
  const key = { accountSid, id: usageId(meter, resourceSid, 0) };
  const held = (await holdsOf([key])).get(holdName(key));
  if (held === undefined) return [];
  return [deleteHold(held), moveInPurse(held.of, { left: held.amount, held: negate(held.amount), spent: nano(0n) })];
}
