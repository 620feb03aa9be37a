import { ownerOf } from '../../lib/access/owner.ts';
import type { PlaceCallInput } from '../../lib/call/requested-call.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { commit } from '../../lib/store/commit.ts';
import { dueKeys } from '../../lib/store/due.ts';
import { bornAt, listKeys } from '../../lib/store/resource.ts';
import { loadCall, type NewCall, putNewCall } from './call-store.ts';
import { endWaiting } from './end-waiting.ts';
import { call as service } from './micro-service.ts';
import { overdueAfterMilliseconds } from './overdue.ts';
import { type CallWishes, decideCall, orderOf } from './place-call.ts';
import { placeInTurn } from './place-in-turn.ts';
import { standingWith } from './standing.ts';

/**
 * The action `call.place`: places a call that another micro-service asked for. A call of that SID that is there already
 * was taken before: asking the carrier again could dial twice. What the account may not call, or the carrier does not
 * take, is a failed call and a Notification.
 */
export async function placeRequestedCall(accountSid: string, input: PlaceCallInput, now: number): Promise<void> {
  const { callSid, conferenceSid, allowedBy } = input;
  if ((await loadCall(callSid)) !== undefined) return;
  const standing = await standingWith(accountSid, allowedBy);
  const wishes = wishesOf(accountSid, input);
  if (isRefusal(standing)) return fail(await unplaced(accountSid, input, now), standing, now);
  const decided = await decideCall(callSid, wishes, standing, now);
  if (isRefusal(decided)) return fail(await unplaced(accountSid, input, now), decided, now);
  const call: NewCall = { ...decided, conferenceSid, ...(allowedBy === undefined ? {} : { allowedBy }) };
  const refusal = await placeInTurn(call, orderOf(wishes), standing.settings, now);
  if (refusal !== undefined) await fail(call, refusal, now);
}

/** The same as a tenant's own request has it. */
const wishesOf = (accountSid: string, input: PlaceCallInput): CallWishes => ({
  AccountSid: accountSid,
  From: input.from,
  To: input.to,
  Twiml: input.twiml,
  Timeout: input.ringSeconds,
  TimeLimit: input.limitSeconds,
  MachineDetection: input.machineDetection,
  StatusCallback: input.statusCallback?.url,
  StatusCallbackMethod: input.statusCallback?.method,
  StatusCallbackEvent: input.statusCallback?.events,
  Record: input.recording !== undefined,
  RecordingChannels: input.recording?.channels,
  RecordingStatusCallback: input.recording?.statusCallback?.url,
  RecordingStatusCallbackMethod: input.recording?.statusCallback?.method,
  RecordingStatusCallbackEvent: input.recording?.statusCallback?.events,
});

/** A call that is not even handed to the carrier: it is shown all the same, as whoever asked has named it. */
async function unplaced(accountSid: string, input: PlaceCallInput, now: number): Promise<NewCall> {
  const { callSid: sid, from, to, conferenceSid } = input;
  const { version } = await ownerOf(accountSid, service, []);
  return {
    ...{ sid, accountSid, from, to, conferenceSid, status: 'queued', direction: 'outbound-api', limitSeconds: 0 },
    ...bornAt(now),
    callbacksSent: 0,
    configurationVersion: version,
    ...listKeys({ accountSid, type: 'call', createdAt: now, sid, to, from }),
  };
}

/** Due as well: should this be cut short in between, the call fails all the same. */
async function fail(call: NewCall, refusal: Refusal, now: number): Promise<void> {
  const { sid } = call;
  const due = dueKeys('minute', { at: now + overdueAfterMilliseconds, owner: 'call', what: 'call.overdue', id: sid });
  await commit([putNewCall({ ...call, ...due })]);
  const stored = await loadCall(sid);
  if (stored !== undefined) await endWaiting(stored, 'failed', now, refusal);
}
