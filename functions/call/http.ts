import { api, carrierRoute, tenantRoute } from '../../lib/http/api.ts';
import { enabledRoute } from '../../lib/http/enabled-route.ts';
import { answerCall } from './answer-call.ts';
import { askForCode } from './ask-for-code.ts';
import { CreateQueue, createQueue } from './caller-queue/create-queue.ts';
import { deleteQueue } from './caller-queue/delete-queue.ts';
import { DequeueMember, dequeueMember } from './caller-queue/dequeue-member.ts';
import { fetchMember, MemberPath } from './caller-queue/fetch-member.ts';
import { fetchQueue, QueuePath } from './caller-queue/fetch-queue.ts';
import { ListMembers, listMembers } from './caller-queue/list-members.ts';
import { ListQueues, listQueues } from './caller-queue/list-queues.ts';
import { UpdateQueue, updateQueue } from './caller-queue/update-queue.ts';
import { continueCall } from './continue-call.ts';
import { deleteCall } from './delete-call.ts';
import { CallPath, fetchCall } from './fetch-call.ts';
import { fetchNotification, NotificationPath } from './fetch-notification.ts';
import { ListCallEvents, listCallEvents } from './list-call-events.ts';
import { ListCalls, listCalls } from './list-calls.ts';
import { ListNotifications, listCallNotifications, listNotifications } from './list-notifications.ts';
import { call } from './micro-service.ts';
import { onCallStatus } from './on-call-status.ts';
import { PlaceCall, placeCall } from './place-call.ts';
import { onStreamStatus } from './stream/on-stream-status.ts';
import { StartStream, startStream } from './stream/start-stream.ts';
import { StopStream, stopStream } from './stream/stop-stream.ts';
import { UpdateCall, updateCall } from './update-call.ts';
import { ValidateCallerId, validateCallerId } from './validate-caller-id.ts';

const account = '/2010-04-01/Accounts/{AccountSid}';
const calls = `${account}/Calls`;
const queues = `${account}/Queues`;
const members = `${queues}/{QueueSid}/Members`;

/** Without calls nobody can be in a queue, and nothing be streamed. */
const enabled = enabledRoute(call);

/** The isolation matrix reads this table. */
export const routes = [
  tenantRoute('GET', `${calls}.json`, ListCalls, listCalls),
  tenantRoute('POST', `${calls}.json`, PlaceCall, placeCall),
  tenantRoute('GET', `${calls}/{Sid}.json`, CallPath, fetchCall),
  tenantRoute('POST', `${calls}/{Sid}.json`, UpdateCall, updateCall),
  tenantRoute('DELETE', `${calls}/{Sid}.json`, CallPath, deleteCall),
  tenantRoute('GET', `${calls}/{CallSid}/Events.json`, ListCallEvents, listCallEvents),
  tenantRoute('GET', `${calls}/{CallSid}/Notifications.json`, ListNotifications, listCallNotifications),
  tenantRoute('GET', `${calls}/{CallSid}/Notifications/{Sid}.json`, NotificationPath, fetchNotification),
  tenantRoute('GET', `${account}/Notifications.json`, ListNotifications, listNotifications),
  tenantRoute('GET', `${account}/Notifications/{Sid}.json`, NotificationPath, fetchNotification),
  tenantRoute('POST', `${account}/OutgoingCallerIds.json`, ValidateCallerId, validateCallerId),
  enabled('GET', `${queues}.json`, ListQueues, listQueues),
  enabled('POST', `${queues}.json`, CreateQueue, createQueue),
  enabled('GET', `${queues}/{Sid}.json`, QueuePath, fetchQueue),
  enabled('POST', `${queues}/{Sid}.json`, UpdateQueue, updateQueue),
  enabled('DELETE', `${queues}/{Sid}.json`, QueuePath, deleteQueue),
  enabled('GET', `${members}.json`, ListMembers, listMembers),
  enabled('GET', `${members}/{CallSid}.json`, MemberPath, fetchMember),
  enabled('POST', `${members}/{CallSid}.json`, DequeueMember, dequeueMember),
  enabled('POST', `${calls}/{CallSid}/Streams.json`, StartStream, startStream),
  enabled('POST', `${calls}/{CallSid}/Streams/{StreamSid}.json`, StopStream, stopStream),
  carrierRoute('POST', '/carriers/{carrier}/calls/answer', answerCall),
  carrierRoute('POST', '/carriers/{carrier}/calls/continue', continueCall),
  carrierRoute('POST', '/carriers/{carrier}/calls/validate', askForCode),
  carrierRoute('POST', '/carriers/{carrier}/calls/status', onCallStatus),
  carrierRoute('POST', '/carriers/{carrier}/calls/stream', onStreamStatus),
];

export const handler = api(routes);
