import { CarrierError } from '../../lib/carrier/carrier.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { log } from '../../lib/http/log.ts';

/**
 * Asks a carrier to change a conference; answers why it did not, if it did not. Changes of a conference may be asked
 * for again: done twice they are done.
 */
export async function asked(change: () => Promise<void>): Promise<Refusal | undefined> {
  try {
    await change();
    return undefined;
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    log.warn('The carrier did not change a conference', { kind: error.kind, code: error.code, reason: error.message });
    if (error.kind === 'rejected') return refuse(16022, 'the carrier knows of none');
    if (error.kind === 'throttled') return refuse(20429, 'the carrier is busy');
    return refuse(20503, 'the carrier could not be asked');
  }
}
