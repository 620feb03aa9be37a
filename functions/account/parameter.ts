import * as z from 'zod/mini';
import { isCurrency } from '../../lib/money/currency.ts';
import { isZone } from '../../lib/period/day.ts';

/** An account's name: 1 to 64 characters (Twilio). */
export const friendlyName = () =>
  z.string('must be given').check(z.minLength(1, 'must be given'), z.maxLength(64, 'must have at most 64 characters'));

/** An IANA time zone. */
export const zone = () =>
  z
    .string('must be an IANA time zone such as Europe/London')
    .check(z.refine(isZone, 'must be an IANA time zone such as Europe/London'));

/** An ISO 4217 code of a currency in which the platform can bill. */
export const currency = () =>
  z.string('must be an ISO 4217 code such as USD').check(z.refine(isCurrency, 'must be an ISO 4217 code such as USD'));
