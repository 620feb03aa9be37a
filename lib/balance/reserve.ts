import { remembered } from '../access/remembered.ts';
import { type Refusal, refuse } from '../error/catalogue.ts';
import { planInForce } from '../metering/plan-in-force.ts';
import { payingParentOf } from '../metering/sub-account.ts';
import { usageId } from '../metering/usage-event.ts';
import { nano, subtract } from '../money/nano.ts';
import { billingDay } from '../period/day.ts';
import { unitsCovered } from '../rating/units-covered.ts';
import type { Account } from '../store/account.ts';
import type { Write } from '../store/commit.ts';
import { balanceOf, moveInPurse, type Purse } from './balance.ts';
import { deleteHold, hold, holdName, holdsOf } from './hold.ts';
import { purseBy } from './purse.ts';
import { leadMilliseconds, loadTerms } from './terms.ts';

/** New terms are known everywhere before they hold. */
const knownTerms = remembered(loadTerms, { forMilliseconds: leadMilliseconds / 2 });

/** A use that is to be let in. Units are the meter's. */
export type IntendedUse = {
  readonly microService: string;
  readonly meter: string;
  readonly resourceSid: string;
  readonly destination: string;
  /** Refused where there is not money for so many. */
  readonly unitsMin: bigint;
  /** It ends with so many at the latest. */
  readonly unitsMax: bigint;
};

/** The writes that keep the money back, for the transaction that stores the resource, and how many units it pays for. */
export type Reservation = { readonly units: bigint; readonly writes: readonly Write[] };

/**
 * Keeps back what a use of a prepaid or capped account costs at list price up to its end, or all that there is
 * (docs/decisions/039); of others nothing. Refused with Twilio's code for an account that lacks funds. Its writes are
 * lost when somebody else was first to the money: reserve again.
 */
export async function reserve(
  account: Pick<Account, 'sid' | 'zone'>,
  use: IntendedUse,
  now: number,
): Promise<Reservation | Refusal> {
  const purse = await purseForNew(account, now);
  if (purse === undefined) return { units: use.unitsMax, writes: [] };
  const plan = await planInForce({ accountSid: account.sid, microService: use.microService, startedAt: now }, now);
  const money = subtract((await balanceOf(purse)).left, purse.floor);
  const covered = plan && unitsCovered(money, { ...use, startedAt: now }, plan, use.unitsMax);
  if (covered === undefined) return refuse(20005, `there is no price for ${use.meter} to ${use.destination}`);
  const least = use.unitsMin < use.unitsMax ? use.unitsMin : use.unitsMax;
  if (covered.units < least) return refuse(20005, `its balance does not cover ${least} units of ${use.meter}`);
  const id = usageId(use.meter, use.resourceSid, 0);
  const writes = covered.amount === 0n ? [] : hold({ accountSid: account.sid, id }, purse, covered.amount, now);
  return { units: covered.units, writes };
}

async function purseForNew({ sid, zone }: Pick<Account, 'sid' | 'zone'>, now: number): Promise<Purse | undefined> {
  const finalizedAt = now + leadMilliseconds;
  for (const payer of [sid, await payingParentOf(sid)]) {
    const terms = payer === undefined ? undefined : await knownTerms(payer);
    if (terms !== undefined && terms.modes.length > 0)
      return purseBy(terms, { finalizedAt, day: billingDay(now, zone) });
  }
  return undefined;
}

/** The writes that give back what was kept for a use that never came to be; none where nothing was. */
export async function giveBack(accountSid: string, meter: string, resourceSid: string): Promise<Write[]> {
  const key = { accountSid, id: usageId(meter, resourceSid, 0) };
  const held = (await holdsOf([key])).get(holdName(key));
  if (held === undefined) return [];
  return [deleteHold(held), moveInPurse(held.of, { left: held.amount, held: nano(-held.amount), spent: nano(0n) })];
}
