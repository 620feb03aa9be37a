import { numberTypes } from '../../lib/carrier/carrier.ts';
import { api, tenantRoute } from '../../lib/http/api.ts';
import { BuyNumber, BuyNumberOfType, buyNumber } from './buy-number.ts';
import { fetchNumber, NumberPath } from './fetch-number.ts';
import { FetchCountry, fetchCountry, ListCountries, listCountries } from './list-countries.ts';
import { ListNumbers, listNumbers } from './list-numbers.ts';
import { releaseNumber } from './release-number.ts';
import { SearchNumbers, searchNumbers } from './search-numbers.ts';
import { UpdateNumber, updateNumber } from './update-number.ts';

const account = '/2010-04-01/Accounts/{AccountSid}';
const available = `${account}/AvailablePhoneNumbers/{Country}`;
const numbers = `${account}/IncomingPhoneNumbers`;

/** The kinds whose purchases and lists have paths of their own. */
const ownedTypes = ['Local', 'Mobile', 'TollFree'] as const;

/** The isolation matrix reads this table. Of two paths that match, the first is taken. */
export const routes = [
  tenantRoute('GET', `${account}/AvailablePhoneNumbers.json`, ListCountries, listCountries),
  tenantRoute('GET', `${available}.json`, FetchCountry, fetchCountry),
  ...numberTypes.map((type) => tenantRoute('GET', `${available}/${type}.json`, SearchNumbers, searchNumbers(type))),
  tenantRoute('GET', `${numbers}.json`, ListNumbers, listNumbers()),
  tenantRoute('POST', `${numbers}.json`, BuyNumber, buyNumber()),
  ...ownedTypes.flatMap((type) => [
    tenantRoute('GET', `${numbers}/${type}.json`, ListNumbers, listNumbers(type)),
    tenantRoute('POST', `${numbers}/${type}.json`, BuyNumberOfType, buyNumber(type)),
  ]),
  tenantRoute('GET', `${numbers}/{Sid}.json`, NumberPath, fetchNumber),
  tenantRoute('POST', `${numbers}/{Sid}.json`, UpdateNumber, updateNumber),
  tenantRoute('DELETE', `${numbers}/{Sid}.json`, NumberPath, releaseNumber),
];

export const handler = api(routes);
