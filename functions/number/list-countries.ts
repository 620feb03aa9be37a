import * as z from 'zod/mini';
import { CarrierError, type NumberCountry } from '../../lib/carrier/carrier.ts';
import { carrierForNew } from '../../lib/carrier/carriers.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pagingParameters } from '../../lib/http/paging.ts';
import { carrierRefusal } from './carrier-refusal.ts';

export const ListCountries = z.object(pagingParameters);
export const FetchCountry = z.object({ Country: z.string() });

/** The countries in which the carrier has numbers on offer (OpenAPI: ListAvailablePhoneNumberCountry). */
export async function listCountries({ account, uri }: TenantRequest<unknown>): Promise<Answer | Refusal> {
  const countries = await countriesOnOffer(uri.path);
  if (isRefusal(countries)) return countries;
  return json({ countries: countries.map((country) => representation(account.sid, country)), uri: uri.path });
}

/** One of them; a country in which there is nothing to be had is not found. */
export async function fetchCountry({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof FetchCountry>>): Promise<Answer | Refusal> {
  const countries = await countriesOnOffer(uri.path);
  if (isRefusal(countries)) return countries;
  const country = countries.find(({ code }) => code === parameters.Country);
  return country === undefined ? refuse(20404, uri.path) : json(representation(account.sid, country));
}

async function countriesOnOffer(path: string): Promise<NumberCountry[] | Refusal> {
  try {
    return await carrierForNew().numberCountries();
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    return carrierRefusal(error, path, 20404);
  }
}

function representation(accountSid: string, { code, name, beta, types }: NumberCountry) {
  const uri = `/2010-04-01/Accounts/${accountSid}/AvailablePhoneNumbers/${code}`;
  const uris = types.map((type) => [type.replaceAll(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase(), `${uri}/${type}.json`]);
  return { country_code: code, country: name, beta, uri: `${uri}.json`, subresource_uris: Object.fromEntries(uris) };
}
