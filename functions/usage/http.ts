import * as z from 'zod/mini';
import { api, type Route, tenantRoute } from '../../lib/http/api.ts';
import { publicRoute } from '../../lib/http/route.ts';
import { usageEventSchemaPath } from '../../lib/metering/cloud-event.ts';
import { granularities } from './calendar.ts';
import { CreateTrigger, createTrigger } from './create-trigger.ts';
import { deleteTrigger } from './delete-trigger.ts';
import { fetchTrigger, TriggerPath } from './fetch-trigger.ts';
import { ListTriggers, listTriggers } from './list-triggers.ts';
import { ListUsageRecords, listUsageRecords } from './list-usage-records.ts';
import { UpdateTrigger, updateTrigger } from './update-trigger.ts';
import { showUsageEventSchema } from './usage-event-schema.ts';

const usage = '/2010-04-01/Accounts/{AccountSid}/Usage';
const triggers = `${usage}/Triggers`;
const records = `${usage}/Records`;

/** The isolation matrix reads this table. */
export const routes: readonly Route[] = [
  tenantRoute('GET', `${records}.json`, ListUsageRecords, listUsageRecords('AllTime')),
  ...granularities.map((granularity) =>
    tenantRoute('GET', `${records}/${granularity}.json`, ListUsageRecords, listUsageRecords(granularity)),
  ),
  tenantRoute('GET', `${triggers}.json`, ListTriggers, listTriggers),
  tenantRoute('POST', `${triggers}.json`, CreateTrigger, createTrigger),
  tenantRoute('GET', `${triggers}/{Sid}.json`, TriggerPath, fetchTrigger),
  tenantRoute('POST', `${triggers}/{Sid}.json`, UpdateTrigger, updateTrigger),
  tenantRoute('DELETE', `${triggers}/{Sid}.json`, TriggerPath, deleteTrigger),
  publicRoute('GET', usageEventSchemaPath, showUsageEventSchema, {
    summary: 'Fetch the JSON Schema of a usage event, which its CloudEvent names',
    answer: z.looseObject({}),
  }),
];

export const handler = api(routes);
