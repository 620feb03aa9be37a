import * as z from 'zod/mini';
import { CarrierError, type NumberType } from '../../lib/carrier/carrier.ts';
import { carrierForNew } from '../../lib/carrier/carriers.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalFlag, optionalText } from '../../lib/http/parameter.ts';
import { carrierRefusal } from './carrier-refusal.ts';
import { availableRepresentation } from './representation.ts';

const notOffered = () => z.optional(z.undefined('is not offered by this platform'));

/** Twilio's parameters, as far as every carrier knows them. */
export const SearchNumbers = z.object({
  Country: z.string(),
  AreaCode: z.optional(z.string().check(z.regex(/^\d{1,5}$/, '21451'))),
  Contains: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^(?=.{2,16}$)\+?[0-9A-Za-z*%]+\$?$/,
          'must be 2 to 16 digits, letters, * and %, with + before and $ behind or not',
        ),
      ),
  ),
  InLocality: optionalText(100),
  InRegion: optionalText(100),
  InPostalCode: optionalText(20),
  VoiceEnabled: optionalFlag(),
  SmsEnabled: optionalFlag(),
  MmsEnabled: optionalFlag(),
  // Left out in silence they would find what was not asked for.
  NearNumber: notOffered(),
  NearLatLong: notOffered(),
  Distance: notOffered(),
  InRateCenter: notOffered(),
  InLata: notOffered(),
  FaxEnabled: z.optional(z.literal('false', 'no number takes faxes')),
  ...pagingParameters,
});

/** What the carrier has on offer: one page, since what is on offer changes between two. */
export const searchNumbers =
  (type: NumberType) =>
  async ({ parameters, uri }: TenantRequest<z.infer<typeof SearchNumbers>>): Promise<Answer | Refusal> => {
    const { Country: country } = parameters;
    const page = pageRequest(parameters);
    if (isRefusal(page)) return page;
    if (!/^[A-Z]{2}$/.test(country)) return refuse(20404, uri.path);
    try {
      const found = await carrierForNew().searchNumbers({
        country,
        type,
        areaCode: parameters.AreaCode,
        contains: parameters.Contains,
        locality: parameters.InLocality,
        region: parameters.InRegion,
        postalCode: parameters.InPostalCode,
        voice: parameters.VoiceEnabled,
        sms: parameters.SmsEnabled,
        mms: parameters.MmsEnabled,
        limit: page.size,
      });
      return json(pageAnswer('available_phone_numbers', found.map(availableRepresentation), page, uri));
    } catch (error) {
      if (!(error instanceof CarrierError)) throw error;
      return carrierRefusal(error, uri.path, 20001);
    }
  };
