import { api, operatorRoute, tenantRoute } from '../../lib/http/api.ts';
import { AddProfile, addProfile } from './add-profile.ts';
import { AddRatePlan, addRatePlan } from './add-rate-plan.ts';
import { FetchRun, fetchRun } from './fetch-run.ts';
import { FetchStatement, fetchStatement } from './fetch-statement.ts';
import { ListProfiles, listProfiles } from './list-profiles.ts';
import { FetchRatePlan, fetchRatePlan, ListRatePlans, listRatePlans } from './list-rate-plans.ts';
import { ListStatements, listStatements } from './list-statements.ts';
import { PreviewStatement, previewStatement } from './preview-statement.ts';
import { StartRun, startRun } from './start-run.ts';

const profiles = '/v1/Accounts/{AccountSid}/Profiles';
const statements = '/v1/Accounts/{AccountSid}/Statements';

/** The isolation matrix reads this table. */
export const routes = [
  operatorRoute('GET', '/v1/RatePlans', ListRatePlans, listRatePlans),
  operatorRoute('POST', '/v1/RatePlans', AddRatePlan, addRatePlan),
  operatorRoute('GET', '/v1/RatePlans/{Plan}', FetchRatePlan, fetchRatePlan),
  operatorRoute('POST', '/v1/BillingRuns', StartRun, startRun),
  operatorRoute('GET', '/v1/BillingRuns/{RunSid}', FetchRun, fetchRun),
  tenantRoute('GET', profiles, ListProfiles, listProfiles),
  operatorRoute('POST', profiles, AddProfile, addProfile),
  tenantRoute('GET', statements, ListStatements, listStatements),
  tenantRoute('GET', `${statements}/Preview`, PreviewStatement, previewStatement('json')),
  tenantRoute('GET', `${statements}/Preview.json`, PreviewStatement, previewStatement('json')),
  tenantRoute('GET', `${statements}/Preview.csv`, PreviewStatement, previewStatement('csv')),
  tenantRoute('GET', `${statements}/Preview.html`, PreviewStatement, previewStatement('html')),
  tenantRoute('GET', `${statements}/{StatementName}`, FetchStatement, fetchStatement),
];

export const handler = api(routes);
