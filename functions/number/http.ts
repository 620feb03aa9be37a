import { numberTypes } from '../../lib/carrier/carrier.ts';
import { api, operatorRoute, tenantRoute } from '../../lib/http/api.ts';
import { BuyNumber, BuyNumberOfType, buyNumber } from './buy-number.ts';
import { CreateApplication, createApplication } from './create-application.ts';
import { deleteApplication } from './delete-application.ts';
import { deleteCallerId } from './delete-caller-id.ts';
import { ApplicationPath, fetchApplication } from './fetch-application.ts';
import { CallerIdPath, fetchCallerId } from './fetch-caller-id.ts';
import { fetchNumber, NumberPath } from './fetch-number.ts';
import { ListApplications, listApplications } from './list-applications.ts';
import { ListCallerIds, listCallerIds } from './list-caller-ids.ts';
import { CarrierList, ListCarriers, listCarriers } from './list-carriers.ts';
import { FetchCountry, fetchCountry, ListCountries, listCountries } from './list-countries.ts';
import { ListNumbers, listNumbers } from './list-numbers.ts';
import { releaseNumber } from './release-number.ts';
import { SearchNumbers, searchNumbers } from './search-numbers.ts';
import { UpdateApplication, updateApplication } from './update-application.ts';
import { UpdateCallerId, updateCallerId } from './update-caller-id.ts';
import { UpdateNumber, updateNumber } from './update-number.ts';

const account = '/2010-04-01/Accounts/{AccountSid}';
const available = `${account}/AvailablePhoneNumbers/{Country}`;
const applications = `${account}/Applications`;
const callerIds = `${account}/OutgoingCallerIds`;
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
  tenantRoute('GET', `${applications}.json`, ListApplications, listApplications),
  tenantRoute('POST', `${applications}.json`, CreateApplication, createApplication),
  tenantRoute('GET', `${applications}/{Sid}.json`, ApplicationPath, fetchApplication),
  tenantRoute('POST', `${applications}/{Sid}.json`, UpdateApplication, updateApplication),
  tenantRoute('DELETE', `${applications}/{Sid}.json`, ApplicationPath, deleteApplication),
  tenantRoute('GET', `${callerIds}.json`, ListCallerIds, listCallerIds),
  tenantRoute('GET', `${callerIds}/{Sid}.json`, CallerIdPath, fetchCallerId),
  tenantRoute('POST', `${callerIds}/{Sid}.json`, UpdateCallerId, updateCallerId),
  tenantRoute('DELETE', `${callerIds}/{Sid}.json`, CallerIdPath, deleteCallerId),
  tenantRoute('GET', `${numbers}/{Sid}.json`, NumberPath, fetchNumber),
  tenantRoute('POST', `${numbers}/{Sid}.json`, UpdateNumber, updateNumber),
  tenantRoute('DELETE', `${numbers}/{Sid}.json`, NumberPath, releaseNumber),
  operatorRoute('GET', '/v1/Carriers', ListCarriers, listCarriers, {
    summary: 'List the configured carriers, with what they can do and whether they are there',
    description: 'Each is asked now, for at most 3 s.',
    answer: CarrierList,
  }),
];

// A caller id is validated by a call: the function of calls answers that.
export const handler = api(routes, [{ method: 'POST', path: `${callerIds}.json` }]);
