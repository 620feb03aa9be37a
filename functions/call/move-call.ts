import { dialledCallEnded } from '../../lib/call/requested-call.ts';
import type { CarrierReference } from '../../lib/carrier/carrier.ts';
import { putUsageEvent, usageEvent } from '../../lib/metering/usage-event.ts';
import { callback } from '../../lib/program/callback.ts';
import type { Account } from '../../lib/store/account.ts';
import type { Write } from '../../lib/store/commit.ts';
import { dueKeys } from '../../lib/store/due.ts';
import { type Consequence, putConsequences } from '../../lib/store/outbox.ts';
import { putReference } from '../../lib/store/reference.ts';
import { farAndNearEnd, meterOf } from './call.ts';
import { statusParameters } from './call-parameters.ts';
import { type Call, type CallChanges, putChangedCall } from './call-store.ts';
import type { StatusDecision } from './decide-status.ts';
import { countOut } from './live-calls.ts';
import { call as service } from './micro-service.ts';
import { ridesOverAfterMilliseconds } from './overdue.ts';

type Move = Extract<StatusDecision, { kind: 'move' }>;

/**
 * The writes of one move of a call: the call, its usage when it ends, the status callback that its program asked for,
 * the word to the conference that dialled it, and the carrier's reference where this is the first to bring it. One transaction, so that none is without the others.
 */
export function moveCall(
  account: Account,
  call: Call,
  { event, ended, changes }: Move,
  now: number,
  reference: CarrierReference | undefined,
): Write[] {
  const moved: Call = { ...call, ...changes };
  const callbacks = callbacksFor(moved, event, now);
  const consequences = [...callbacks, ...(ended && moved.conferenceSid ? [dialledCallEnded(moved.conferenceSid)] : [])];
  const usage = ended ? usageEvent(account, useOf(moved, now)) : undefined;
  const binding = call.reference === undefined ? reference : undefined;
  const stored: CallChanges = {
    ...changes,
    updatedAt: now,
    callbacksSent: call.callbacksSent + callbacks.length,
    outboxCount: call.outboxCount + consequences.length,
    ...(binding && { reference: binding }),
    ...(usage && { finalizedAt: now, waiting: undefined, ...dueAfter(call, now) }),
  };
  return [
    putChangedCall(call, stored),
    ...(usage === undefined ? [] : [putUsageEvent(usage), ...countOut(call)]),
    ...(binding === undefined ? [] : [putReference(binding, call.sid)]),
    ...putConsequences(call, consequences, now),
  ];
}

/** Nothing is due of a call that has ended, but what rode on it is looked after when it has had time to end. */
function dueAfter({ sid: id, rides }: Call, now: number): Pick<CallChanges, 'duePK' | 'dueSK'> {
  if (rides === undefined) return { duePK: undefined, dueSK: undefined };
  return ridesOverKeys(id, now);
}

/** Due when what rode on a call has had time to end. */
export const ridesOverKeys = (id: string, now: number) =>
  dueKeys('minute', { at: now + ridesOverAfterMilliseconds, owner: 'call', what: 'call.rides', id });

function callbacksFor(call: Call, event: Move['event'], now: number): Consequence[] {
  const { callbackUrl: url, callbackMethod: method = 'POST', callbackEvents: events = ['completed'] } = call;
  if (url === undefined || !events.includes(event)) return [];
  return [callback({ url, method, parameters: statusParameters(call, call.callbacksSent, now) })];
}

const useOf = (call: Call, now: number) => ({
  microService: service.name,
  meter: meterOf(call),
  resourceSid: call.sid,
  sequence: 0,
  quantity: BigInt(call.durationSeconds ?? 0),
  ...farAndNearEnd(call),
  startedAt: call.answeredAt ?? call.createdAt,
  finalizedAt: now,
  configurationVersion: call.configurationVersion,
});
