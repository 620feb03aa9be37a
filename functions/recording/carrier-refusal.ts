import type { CarrierError } from '../../lib/carrier/carrier.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { log } from '../../lib/http/log.ts';

/** What is answered where the carrier did not do with a recording what it was asked. */
export function carrierRefusal(error: CarrierError): Refusal {
  log.warn('The carrier did not change a recording', { kind: error.kind, code: error.code, reason: error.message });
  if (error.kind === 'rejected') return refuse(21220, 'It is not eligible for recording.');
  if (error.kind === 'throttled') return refuse(20429, 'the carrier is busy');
  return refuse(20503, 'the carrier could not be asked');
}
