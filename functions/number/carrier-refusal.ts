import type { CarrierError } from '../../lib/carrier/carrier.ts';
import { type ErrorCode, isErrorCode, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { log } from '../../lib/http/log.ts';

/**
 * What a tenant is told of a carrier that did not do what it was asked: its own Twilio code where it said no and we
 * know the code, else `otherwise`; 20429 and 20503 where asking again may help.
 */
export function carrierRefusal(error: CarrierError, detail: string, otherwise: ErrorCode): Refusal {
  log.warn('The carrier did not do what it was asked', { kind: error.kind, code: error.code, reason: error.message });
  if (error.kind === 'throttled') return refuse(20429, detail);
  if (error.kind !== 'rejected') return refuse(20503, 'the carrier does not answer');
  return refuse(error.code !== undefined && isErrorCode(error.code) ? error.code : otherwise, detail);
}
