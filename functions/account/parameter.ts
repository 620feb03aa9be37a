import * as z from 'zod/mini';
import { currencies } from '../../lib/money/currency.ts';
import { isZone } from '../../lib/period/day.ts';
import { registry } from '../registry.ts';

/** An account's name: 1 to 64 characters (Twilio). */
export const friendlyName = () =>
  z.string('must be given').check(z.minLength(1, 'must be given'), z.maxLength(64, 'must have at most 64 characters'));

/** An IANA time zone. */
export const zone = () =>
  z
    .string('must be an IANA time zone such as Europe/London')
    .check(z.refine(isZone, 'must be an IANA time zone such as Europe/London'), z.meta({ example: 'Europe/London' }));

/** An ISO 4217 code of a currency in which the platform can bill. */
export const currency = () => z.enum(currencies, 'must be an ISO 4217 code such as USD');

/** The name of a micro-service in a path; one that the registry does not have is not found. */
export const microServiceName = () => z.string().check(z.meta({ enum: registry.map(({ name }) => name) }));
