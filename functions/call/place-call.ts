import * as z from 'zod/mini';
import type { Place } from '../../lib/access/application-logic.ts';
import { admit } from '../../lib/access/standing.ts';
import { type Carrier, CarrierError, type CarrierReference } from '../../lib/carrier/carrier.ts';
import { carrierForNew } from '../../lib/carrier/carriers.ts';
import { linksFor } from '../../lib/carrier/link.ts';
import { isErrorCode, isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { log } from '../../lib/http/log.ts';
import {
  many,
  optionalFlag,
  optionalInteger,
  optionalMethod,
  optionalText,
  optionalUrl,
  required,
} from '../../lib/http/parameter.ts';
import { loadApplicationOf } from '../../lib/store/application.ts';
import { loadVerifiedCallerId } from '../../lib/store/caller-id.ts';
import { commit } from '../../lib/store/commit.ts';
import { dueKeys } from '../../lib/store/due.ts';
import { loadOwnedNumber } from '../../lib/store/number.ts';
import { putReference } from '../../lib/store/reference.ts';
import { bornAt, listKeys } from '../../lib/store/resource.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { e164Of } from '../../lib/twiml/value.ts';
import { deleteCallItem, loadCall, type NewCall, putChangedCall, putNewCall } from './call-store.ts';
import { call as service } from './micro-service.ts';
import { overdueAfterMilliseconds } from './overdue.ts';
import { mayCall } from './permit.ts';
import type { CallStanding } from './question.ts';
import { showCall } from './show-calls.ts';
import { objectionToTwiml } from './stored-twiml.ts';
import { withApplication } from './with-application.ts';

const ringSecondsDefault = 60;

/** Twilio's parameters for a new call. */
export const PlaceCall = z.object({
  AccountSid: z.string(),
  To: required(21201),
  From: required(21213),
  Url: optionalUrl(21205),
  Method: optionalMethod(),
  FallbackUrl: optionalUrl(21205),
  FallbackMethod: optionalMethod(),
  Twiml: optionalText(4_000),
  ApplicationSid: optionalText(34),
  StatusCallback: optionalUrl(21205),
  StatusCallbackMethod: optionalMethod(),
  StatusCallbackEvent: many(40),
  Timeout: optionalInteger(1, 600),
  TimeLimit: optionalInteger(1, 86_400),
  SendDigits: z.optional(z.string().check(z.regex(/^[0-9*#wW]{1,32}$/, 'takes digits, *, #, w and W'))),
  MachineDetection: z.optional(z.enum(['Enable', 'DetectMessageEnd'])),
  Record: optionalFlag(),
  RecordingChannels: z.optional(z.enum(['mono', 'dual'])),
  RecordingStatusCallback: optionalUrl(21205),
  RecordingStatusCallbackMethod: optionalMethod(),
  RecordingStatusCallbackEvent: many(40),
});
type Parameters = z.infer<typeof PlaceCall>;

const callbackEvents = ['initiated', 'ringing', 'answered', 'completed'];

/** An account places a call: the intent is stored, the carrier is asked, its reference is stored. */
export async function placeCall({
  parameters: given,
  account,
  now,
  newSid,
  repeated,
}: TenantRequest<Parameters>): Promise<Answer | Refusal> {
  const sid = newSid('CA');
  const earlier = repeated ? await loadCall(sid) : undefined;
  if (earlier !== undefined) return created(await showCall(account, earlier));
  const standing = await admit(account.sid, service);
  if (isRefusal(standing)) return standing;
  const parameters = withApplication(given, await loadApplicationOf(account.sid, given.ApplicationSid ?? ''));
  if (isRefusal(parameters)) return parameters;
  const decided = await decideCall(sid, parameters, standing, now);
  const call = isRefusal(decided) ? decided : (instructionsObjection(parameters) ?? decided);
  if (isRefusal(call)) return call;
  await commit([putNewCall(call)]);
  const refusal = await hand(call, parameters, carrierForNew());
  if (refusal !== undefined) return refusal;
  const placed = await loadCall(call.sid);
  return placed === undefined ? refuse(20404, call.sid) : created(await showCall(account, placed));
}

/** The call as it will be, or Twilio's refusal. What it is to do is not judged here. */
export async function decideCall(
  sid: string,
  parameters: Parameters,
  standing: CallStanding,
  now: number,
): Promise<NewCall | Refusal> {
  const { account, settings } = standing;
  const to = e164Of(parameters.To);
  if (to === undefined) return refuse(21211, parameters.To);
  const from = e164Of(parameters.From);
  if (from === undefined) return refuse(21212, parameters.From);
  if (!mayCall(to, settings.AllowedDestinations)) return refuse(21215, to);
  const objection = eventsObjection(parameters.StatusCallbackEvent);
  if (objection !== undefined) return objection;
  const number = (await loadOwnedNumber(account.sid, from)) ?? (await loadVerifiedCallerId(account.sid, from));
  if (number === undefined) return refuse(21210, from);
  const ringSeconds = parameters.Timeout ?? ringSecondsDefault;
  const limitSeconds = Math.min(parameters.TimeLimit ?? settings.MaxDurationSeconds, settings.MaxDurationSeconds);
  const callback = callbackOf(parameters, settings);
  return {
    sid,
    accountSid: account.sid,
    status: 'queued',
    direction: 'outbound-api',
    from,
    to,
    numberSid: number.sid,
    ...bornAt(now),
    callbacksSent: 0,
    configurationVersion: standing.version,
    limitSeconds,
    ...(parameters.Twiml === undefined ? {} : { twiml: parameters.Twiml }),
    ...(callback.url !== '' && {
      callbackUrl: callback.url,
      callbackMethod: callback.method,
      callbackEvents: eventsOf(parameters.StatusCallbackEvent) ?? ['completed'],
    }),
    ...listKeys({ accountSid: account.sid, type: 'call', createdAt: now, sid, to, from }),
    ...dueKeys('minute', {
      at: now + (ringSeconds + limitSeconds) * 1_000 + overdueAfterMilliseconds,
      owner: 'call',
      what: 'call.overdue',
      id: sid,
    }),
  };
}

/** Whom the request wants to be told, else whom the account's settings say. */
const callbackOf = (asked: Parameters, settings: CallStanding['settings']): Place =>
  asked.StatusCallback === undefined
    ? { url: settings.EventCallbackUri, method: settings.EventCallbackMethod }
    : { url: asked.StatusCallback, method: asked.StatusCallbackMethod ?? 'POST' };

/** Repeated or separated by spaces: both are in use. */
const eventsOf = (given: string[] | undefined): string[] | undefined =>
  given?.flatMap((event) => event.split(/[\s,]+/)).filter((event) => event !== '');

function eventsObjection(given: string[] | undefined): Refusal | undefined {
  const unknown = eventsOf(given)?.find((event) => !callbackEvents.includes(event));
  return unknown === undefined
    ? undefined
    : refuse(20001, `StatusCallbackEvent: ${unknown} is none of ${callbackEvents.join(', ')}`);
}

function instructionsObjection({ Url, Twiml }: Parameters): Refusal | undefined {
  if ((Url === undefined) === (Twiml === undefined)) return refuse(21223);
  return Twiml === undefined ? undefined : objectionToTwiml(Twiml);
}

/**
 * Hands the stored intent to the carrier; who answers is led by `answerLink`, where one is given, or as the parameters
 * say. Only an ambiguous outcome leaves it waiting: the call's first webhook binds it, or it is ended when due.
 */
export async function hand(
  call: NewCall,
  parameters: Parameters,
  carrier: Carrier,
  answerLink?: string,
): Promise<Refusal | undefined> {
  try {
    const request = await requestFor(call, parameters, carrier.id);
    const reference = await carrier.placeCall(answerLink === undefined ? request : { ...request, answerLink });
    await bind(call.sid, reference);
    return undefined;
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    log.warn('The carrier did not place a call', { callSid: call.sid, kind: error.kind, code: error.code });
    if (error.kind === 'ambiguous') return undefined;
    await withdraw(call.sid);
    if (error.kind !== 'rejected') return refuse(20503, 'the carrier cannot take the call now');
    const code = error.code ?? 0;
    return isErrorCode(code) ? refuse(code, call.to) : refuse(21214, call.to);
  }
}

async function requestFor(call: NewCall, parameters: Parameters, carrier: string) {
  const link = await linksFor(carrier);
  const { accountSid, sid: callSid } = call;
  const recording = {
    channels: parameters.RecordingChannels ?? 'mono',
    statusLink: link('recordings/status', {
      accountSid,
      callSid,
      url: parameters.RecordingStatusCallback,
      method: parameters.RecordingStatusCallbackMethod,
      events: eventsOf(parameters.RecordingStatusCallbackEvent)?.join(' '),
    }),
  } as const;
  return {
    from: call.from,
    to: call.to,
    answerLink: link('calls/continue', {
      accountSid,
      callSid,
      ...(parameters.Url === undefined ? { stored: true } : { url: parameters.Url }),
      method: parameters.Method ?? 'POST',
      fallbackUrl: parameters.FallbackUrl,
      fallbackMethod: parameters.FallbackMethod,
    }),
    statusLink: link('calls/status', { accountSid, callSid }),
    ringSeconds: parameters.Timeout ?? ringSecondsDefault,
    limitSeconds: call.limitSeconds,
    sendDigits: parameters.SendDigits,
    machineDetection: parameters.MachineDetection,
    recording: parameters.Record === true ? recording : undefined,
  };
}

/** Stores the carrier's reference, unless the call's first webhook was faster. */
const bind = (sid: string, reference: CarrierReference): Promise<'committed'> =>
  untilCommitted(sid, async () => {
    const call = await loadCall(sid);
    if (call === undefined || call.reference !== undefined) return 'committed';
    return commit([putChangedCall(call, { reference }), putReference(reference, sid)]);
  });

/** Takes back an intent that the carrier refused; a webhook that came all the same has made it a call. */
async function withdraw(sid: string): Promise<void> {
  const call = await loadCall(sid);
  if (call?.reference === undefined && call?.status === 'queued') await commit([deleteCallItem(call)]);
}
