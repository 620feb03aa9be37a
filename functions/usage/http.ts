import { api, tenantRoute } from '../../lib/http/api.ts';
import { granularities } from './calendar.ts';
import { ListUsageRecords, listUsageRecords } from './list-usage-records.ts';

const records = '/2010-04-01/Accounts/{AccountSid}/Usage/Records';

/** The isolation matrix reads this table. */
export const routes = [
  tenantRoute('GET', `${records}.json`, ListUsageRecords, listUsageRecords('AllTime')),
  ...granularities.map((granularity) =>
    tenantRoute('GET', `${records}/${granularity}.json`, ListUsageRecords, listUsageRecords(granularity)),
  ),
];

export const handler = api(routes);
