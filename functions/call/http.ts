import { api, carrierRoute, tenantRoute } from '../../lib/http/api.ts';
import { answerCall } from './answer-call.ts';
import { askForCode } from './ask-for-code.ts';
import { continueCall } from './continue-call.ts';
import { deleteCall } from './delete-call.ts';
import { CallPath, fetchCall } from './fetch-call.ts';
import { fetchNotification, NotificationPath } from './fetch-notification.ts';
import { ListCalls, listCalls } from './list-calls.ts';
import { ListNotifications, listCallNotifications, listNotifications } from './list-notifications.ts';
import { onCallStatus } from './on-call-status.ts';
import { PlaceCall, placeCall } from './place-call.ts';
import { UpdateCall, updateCall } from './update-call.ts';
import { ValidateCallerId, validateCallerId } from './validate-caller-id.ts';

const account = '/2010-04-01/Accounts/{AccountSid}';
const calls = `${account}/Calls`;

/** The isolation matrix reads this table. */
export const routes = [
  tenantRoute('GET', `${calls}.json`, ListCalls, listCalls),
  tenantRoute('POST', `${calls}.json`, PlaceCall, placeCall),
  tenantRoute('GET', `${calls}/{Sid}.json`, CallPath, fetchCall),
  tenantRoute('POST', `${calls}/{Sid}.json`, UpdateCall, updateCall),
  tenantRoute('DELETE', `${calls}/{Sid}.json`, CallPath, deleteCall),
  tenantRoute('GET', `${calls}/{CallSid}/Notifications.json`, ListNotifications, listCallNotifications),
  tenantRoute('GET', `${calls}/{CallSid}/Notifications/{Sid}.json`, NotificationPath, fetchNotification),
  tenantRoute('GET', `${account}/Notifications.json`, ListNotifications, listNotifications),
  tenantRoute('GET', `${account}/Notifications/{Sid}.json`, NotificationPath, fetchNotification),
  tenantRoute('POST', `${account}/OutgoingCallerIds.json`, ValidateCallerId, validateCallerId),
  carrierRoute('POST', '/carriers/{carrier}/calls/answer', answerCall),
  carrierRoute('POST', '/carriers/{carrier}/calls/continue', continueCall),
  carrierRoute('POST', '/carriers/{carrier}/calls/validate', askForCode),
  carrierRoute('POST', '/carriers/{carrier}/calls/status', onCallStatus),
];

export const handler = api(routes);
