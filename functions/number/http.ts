import { api, tenantRoute } from '../../lib/http/api.ts';
import { BuyNumber, buyNumber } from './buy-number.ts';
import { fetchNumber, NumberPath } from './fetch-number.ts';
import { ListNumbers, listNumbers } from './list-numbers.ts';
import { releaseNumber } from './release-number.ts';
import { SearchNumbers, searchNumbers } from './search-numbers.ts';
import { UpdateNumber, updateNumber } from './update-number.ts';

const account = '/2010-04-01/Accounts/{AccountSid}';
const available = `${account}/AvailablePhoneNumbers/{Country}`;
const numbers = `${account}/IncomingPhoneNumbers`;

/** The isolation matrix reads this table. */
export const routes = [
  tenantRoute('GET', `${available}/Local.json`, SearchNumbers, searchNumbers('Local')),
  tenantRoute('GET', `${available}/Mobile.json`, SearchNumbers, searchNumbers('Mobile')),
  tenantRoute('GET', `${available}/TollFree.json`, SearchNumbers, searchNumbers('TollFree')),
  tenantRoute('GET', `${numbers}.json`, ListNumbers, listNumbers),
  tenantRoute('POST', `${numbers}.json`, BuyNumber, buyNumber),
  tenantRoute('GET', `${numbers}/{Sid}.json`, NumberPath, fetchNumber),
  tenantRoute('POST', `${numbers}/{Sid}.json`, UpdateNumber, updateNumber),
  tenantRoute('DELETE', `${numbers}/{Sid}.json`, NumberPath, releaseNumber),
];

export const handler = api(routes);
