import { type Refusal, refuse } from '../error/catalogue.ts';
import type { Purse } from './balance.ts';
import type { HeldUse } from './cover.ts';

/** A use that has no price: nothing could be kept back for it, and it is not free. */
export const unpriced = ({ meter, destination }: Pick<HeldUse, 'meter' | 'destination'>): Refusal =>
  refuse(20005, `there is no price for ${meter}${destination === undefined ? '' : ` to ${destination}`}`);

/** A use for which there is too little money in the purse that would pay for it; `least` is what it needs, in its meter's units. */
export function uncovered(accountSid: string, purse: Purse, { meter }: Pick<HeldUse, 'meter'>, least: bigint): Refusal {
  const whose = purse.accountSid === accountSid ? 'its balance' : 'the balance of its parent account';
  return refuse(20005, `${whose} does not cover ${least} ${least === 1n ? 'unit' : 'units'} of ${meter}`);
}
