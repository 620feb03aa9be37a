import { carrierForNew } from '../../lib/carrier/carriers.ts';
import { loadNumber } from '../../lib/store/number.ts';
import { giveBack } from './release-number.ts';
import { dropIntent, storeOutcome } from './rent.ts';

/**
 * Ends what was left half done: nobody saw the carrier's answer to a purchase or a release. Asks the carrier what is
 * so. Throws a CarrierError while it cannot be reached: the queue brings it again.
 */
export async function settleNumber(sid: string, at: number): Promise<'settled' | 'gone'> {
  const number = await loadNumber(sid);
  if (number === undefined || number.status === 'in-use') return 'gone';
  if (number.status === 'releasing') {
    await giveBack(number);
    return 'settled';
  }
  const rented = await carrierForNew().concerning(number).findNumber(number.phoneNumber);
  if (rented?.name === sid) await storeOutcome(sid, rented, at);
  else await dropIntent(number);
  return 'settled';
}
