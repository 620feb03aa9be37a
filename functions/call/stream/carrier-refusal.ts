import type { CarrierError } from '../../../lib/carrier/carrier.ts';
import { type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { log } from '../../../lib/http/log.ts';

/** What is answered where the carrier did not do with a stream what it was asked. */
export function carrierRefusal(error: CarrierError, path: string): Refusal {
  log.warn('The carrier did not change a stream', { kind: error.kind, code: error.code, reason: error.message });
  if (error.code === 20404) return refuse(20404, path);
  if (error.kind === 'rejected') return refuse(21220, 'It cannot be streamed.');
  if (error.kind === 'throttled') return refuse(20429, 'the carrier is busy');
  return refuse(20503, 'the carrier could not be asked');
}
