import type { Refusal } from '../error/catalogue.ts';
import { usageId } from '../metering/usage-event.ts';
import { add, type Nano, negate, subtract, sum, zero } from '../money/nano.ts';
import type { Account } from '../store/account.ts';
import type { Write } from '../store/commit.ts';
import { balanceOf, keepBack, moveInPurse, nameOf, type Purse } from './balance.ts';
import { type HeldUse, type Prices, pricesOf } from './cover.ts';
import { type Hold, holdName, holdsOf, putHold, reHold } from './hold.ts';
import { uncovered, unpriced } from './lacking.ts';
import { payerFor } from './payer.ts';
import type { IntendedUse, Reservation } from './reserve.ts';

/** A use that goes on, with money kept back for so many of its seconds. */
export type OngoingUse = HeldUse & {
  readonly seconds: bigint;
  /** It ends with so many at the latest, whatever the others do. */
  readonly secondsMax?: bigint | undefined;
};

/** A call that goes on, and what rides on it: all end when it does. */
export type Ridden = { readonly call: OngoingUse; readonly riding: readonly OngoingUse[] };

/** By how many seconds all go on, and the writes that keep the money back: none where there is no more. */
export type Extension = { readonly seconds: bigint; readonly writes: readonly Write[] };

/** A use with what is kept back for it and what it costs. */
type Kept = { readonly use: OngoingUse; readonly held: Hold | undefined; readonly prices: Prices };

/**
 * Keeps back the money for the next interval of a call that goes on and of what rides on it, `secondsMax` at most, or
 * for as much of it as there is money for all of them (billing.md, rule 12). What rides on it and has no hold is over.
 * The writes belong to a transaction on condition that the call has not ended; they are lost when somebody else was first to
 * the money. Whoever has become postpaid meanwhile goes on to the end.
 */
export async function extend(
  account: Pick<Account, 'sid' | 'zone'>,
  ridden: Ridden,
  secondsMax: bigint,
  now: number,
): Promise<Extension> {
  const payer = await payerFor(account, now);
  if (payer === undefined) return { seconds: secondsMax, writes: [] };
  const kept = await keptFor(account.sid, ridden, now);
  return keepFor(account.sid, payer.purse, kept, lesser(BigInt(payer.holdSeconds), secondsMax), now);
}

/**
 * Keeps back the money for a use that begins on a call and ends with it, where its account is prepaid or capped. `ridden` is the call and
 * what rides on it as they are now, with the seconds that they have had: all of them, and the new one, go on for so many more as there is money for,
 * `unitsFirst` at most, which is how long the call's limit lets them (docs/decisions/057). Where that is less, the call's limit is to be made
 * so much shorter in the same transaction. Refused, by 20005, where it is less than `unitsMin`.
 */
export async function begin(
  account: Pick<Account, 'sid' | 'zone'>,
  { call, riding }: Ridden,
  { unitsMin, unitsMax, unitsFirst, ...use }: IntendedUse & { readonly unitsFirst: bigint },
  now: number,
): Promise<Reservation | Refusal> {
  const secondsMax = lesser(unitsFirst, unitsMax);
  const payer = await payerFor(account, now);
  if (payer === undefined) return { units: secondsMax, writes: [], isLimited: false };
  const prices = await pricesOf(account.sid, use, now);
  const whole = prices.priceOf(secondsMax);
  if (whole === undefined) return unpriced(use);
  if (whole === 0n) return { units: secondsMax, writes: [], isLimited: true };
  const begun: Kept = { use: { ...use, seconds: 0n }, held: undefined, prices };
  const kept = [...(await keptFor(account.sid, { call, riding }, now)), begun];
  const { seconds, writes } = await keepFor(account.sid, payer.purse, kept, secondsMax, now);
  const least = lesser(unitsMin, secondsMax);
  return seconds < least
    ? uncovered(account.sid, payer.purse, use, least)
    : { units: seconds, writes, isLimited: true };
}

/** Keeps back what uses cost when they go on for `secondsMax` seconds more, or for as many as there is money for all of them. */
async function keepFor(
  accountSid: string,
  purse: Purse,
  kept: readonly Kept[],
  secondsMax: bigint,
  now: number,
): Promise<Extension> {
  const already = sum(kept.flatMap(({ held }) => (held && isOf(held, purse) ? [held.amount] : [])));
  const money = subtract(add((await balanceOf(purse)).left, already), purse.floor);
  const seconds = most(kept, money, secondsMax);
  if (seconds === 0n) return { seconds, writes: [] };
  const priced = kept.map((each) => ({ ...each, amount: priceAfter(each, seconds) ?? zero }));
  const total = sum(priced.map(({ amount }) => amount));
  return {
    seconds,
    writes: [
      ...givenBack(kept, purse),
      keepBack(purse, subtract(total, already)),
      ...priced.flatMap(({ use, held, amount }) => {
        if (held !== undefined)
          return isOf(held, purse) && held.amount === amount ? [] : [reHold(held, purse, amount, now)];
        return amount === 0n ? [] : [putHold(keyOf(accountSid, use), purse, amount, now)];
      }),
    ],
  };
}

const keyOf = (accountSid: string, { meter, resourceSid }: HeldUse) => ({
  accountSid,
  id: usageId(meter, resourceSid, 0),
});

const isOf = ({ of }: Hold, purse: Purse): boolean => nameOf(of) === nameOf(purse);

const lesser = (one: bigint, other: bigint): bigint => (one < other ? one : other);

async function keptFor(accountSid: string, { call, riding }: Ridden, now: number): Promise<Kept[]> {
  const uses = [call, ...riding];
  const holds = await holdsOf(uses.map((use) => keyOf(accountSid, use)));
  const kept: Kept[] = [];
  for (const use of uses) {
    const held = holds.get(holdName(keyOf(accountSid, use)));
    if (use === call || held !== undefined) kept.push({ use, held, prices: await pricesOf(accountSid, use, now) });
  }
  return kept;
}

/** What a use costs when it goes on for so many seconds more. */
function priceAfter({ use: { seconds, secondsMax }, prices }: Kept, more: bigint): Nano | undefined {
  const wanted = seconds + more;
  return prices.priceOf(secondsMax !== undefined && secondsMax < wanted ? secondsMax : wanted);
}

/** The most seconds, `max` at most, that the money pays for all of them. */
function most(kept: readonly Kept[], money: Nano, max: bigint): bigint {
  let found = 0n;
  for (let low = 1n, high = max; low <= high; ) {
    const more = (low + high) / 2n;
    const prices = kept.map((each) => priceAfter(each, more));
    if (prices.includes(undefined)) return 0n;
    if (sum(prices.map((price) => price ?? zero)) <= money) {
      found = more;
      low = more + 1n;
    } else high = more - 1n;
  }
  return found;
}

/** Another month of a capped account, or another way of paying, is another purse: the holds of the one before go over. */
function givenBack(kept: readonly Kept[], purse: Purse): Write[] {
  const others = kept.flatMap(({ held }) => (held !== undefined && !isOf(held, purse) ? [held] : []));
  const byPurse = Map.groupBy(others, ({ of }) => nameOf(of));
  return [...byPurse.values()].flatMap((holds) => {
    const amount = sum(holds.map((each) => each.amount));
    const [first] = holds;
    return first === undefined ? [] : [moveInPurse(first.of, { left: amount, held: negate(amount), spent: zero })];
  });
}
