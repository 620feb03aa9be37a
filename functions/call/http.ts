import { api, carrierRoute, tenantRoute } from '../../lib/http/api.ts';
import { answerCall } from './answer-call.ts';
import { continueCall } from './continue-call.ts';
import { deleteCall } from './delete-call.ts';
import { CallPath, fetchCall } from './fetch-call.ts';
import { ListCalls, listCalls } from './list-calls.ts';
import { onCallStatus } from './on-call-status.ts';
import { PlaceCall, placeCall } from './place-call.ts';
import { UpdateCall, updateCall } from './update-call.ts';

const calls = '/2010-04-01/Accounts/{AccountSid}/Calls';

/** The isolation matrix reads this table. */
export const routes = [
  tenantRoute('GET', `${calls}.json`, ListCalls, listCalls),
  tenantRoute('POST', `${calls}.json`, PlaceCall, placeCall),
  tenantRoute('GET', `${calls}/{Sid}.json`, CallPath, fetchCall),
  tenantRoute('POST', `${calls}/{Sid}.json`, UpdateCall, updateCall),
  tenantRoute('DELETE', `${calls}/{Sid}.json`, CallPath, deleteCall),
  carrierRoute('POST', '/carriers/{carrier}/calls/answer', answerCall),
  carrierRoute('POST', '/carriers/{carrier}/calls/continue', continueCall),
  carrierRoute('POST', '/carriers/{carrier}/calls/status', onCallStatus),
];

export const handler = api(routes);
