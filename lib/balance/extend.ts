import { usageId } from '../metering/usage-event.ts';
import { add, negate, subtract, zero } from '../money/nano.ts';
import type { Account } from '../store/account.ts';
import type { Write } from '../store/commit.ts';
import { balanceOf, keepBack, moveInPurse, nameOf } from './balance.ts';
import { coverOf, type HeldUse } from './cover.ts';
import { hold, holdName, holdsOf, reHold } from './hold.ts';
import { payerFor } from './payer.ts';

/** A use that goes on, with money kept back for so many of its units. */
export type OngoingUse = HeldUse & {
  readonly units: bigint;
  /** It ends with so many at the latest. */
  readonly unitsMax: bigint;
};

/** Up to how many units it is paid for now, and the writes that keep the money back: none where there is no more. */
export type Extension = { readonly units: bigint; readonly writes: readonly Write[] };

/**
 * Keeps back the money for the next interval of a use that goes on, or what there is of it (billing.md, rule 12). The writes belong
 * to a transaction on condition that the use has not ended; they are lost when somebody else was first to the money.
 * Whoever has become postpaid meanwhile goes on to the end.
 */
export async function extend(account: Pick<Account, 'sid' | 'zone'>, use: OngoingUse, now: number): Promise<Extension> {
  const payer = await payerFor(account, now);
  if (payer === undefined) return { units: use.unitsMax, writes: [] };
  const { purse, holdSeconds } = payer;
  const key = { accountSid: account.sid, id: usageId(use.meter, use.resourceSid, 0) };
  const held = (await holdsOf([key])).get(holdName(key));
  // Another month of a capped account, or another way of paying, is another purse: all of the hold goes over.
  const moves = held !== undefined && nameOf(held.of) !== nameOf(purse);
  const kept = held === undefined || moves ? zero : held.amount;
  const money = subtract(add((await balanceOf(purse)).left, kept), purse.floor);
  const wanted = use.units + BigInt(holdSeconds);
  const cover = await coverOf(account.sid, use, now);
  const covered = cover(money, wanted < use.unitsMax ? wanted : use.unitsMax);
  if (covered === undefined || covered.units <= use.units) return { units: use.units, writes: [] };
  if (held === undefined) return { units: covered.units, writes: hold(key, purse, covered.amount, now) };
  const back = moves ? [moveInPurse(held.of, { left: held.amount, held: negate(held.amount), spent: zero })] : [];
  const writes = [...back, keepBack(purse, subtract(covered.amount, kept)), reHold(held, purse, covered.amount, now)];
  return { units: covered.units, writes };
}
