import type * as z from 'zod/mini';
import { CarrierError } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { deleteNumberMapping } from '../../lib/store/mapping.ts';
import { deleteNumber, type PhoneNumber, putChangedNumber } from '../../lib/store/number.ts';
import { revised } from '../../lib/store/revision.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { loadNumberInUse, type NumberPath } from './fetch-number.ts';
import { putHeld, settleKeys } from './rent.ts';

/**
 * Gives a number back. It is the account's no more once that is stored; a carrier that cannot be reached is asked again
 * when what is due comes.
 */
export async function releaseNumber({
  parameters,
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof NumberPath>>): Promise<Answer | Refusal> {
  const released = await untilCommitted(parameters.Sid, async () => {
    const number = await loadNumberInUse(account.sid, parameters.Sid);
    if (number === undefined) return refuse(20404, uri.path);
    const changes = { status: 'releasing', updatedAt: now, ...settleKeys(number.sid, now) } as const;
    const result = await commit([
      putChangedNumber(number, changes),
      deleteNumberMapping(number.phoneNumber, number.sid),
      await putHeld(number.accountSid, -1n, now),
    ]);
    return result === 'lost' ? result : revised(number, changes);
  });
  if ('code' in released) return released;
  try {
    await giveBack(released);
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    log.warn('A number is not given back yet', { sid: released.sid, reason: error.message });
  }
  return noContent;
}

/** Gives a `releasing` number back to its carrier, and forgets it. Throws a CarrierError where that did not take it. */
export async function giveBack(number: PhoneNumber): Promise<void> {
  const carrier = carrierNamed(number.reference?.carrier ?? '')?.concerning(number);
  if (number.reference === undefined || carrier === undefined) {
    throw new Error(`${number.sid} is to be given back, but no configured carrier has it`);
  }
  try {
    await carrier.releaseNumber(number.reference);
  } catch (error) {
    // Not there: an earlier request did it, and its answer was lost.
    if (!(error instanceof CarrierError) || error.kind !== 'rejected' || error.code !== 20404) throw error;
  }
  await commit([deleteNumber(number)]); // Lost: another has deleted it.
}
