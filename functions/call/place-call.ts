import * as z from 'zod/mini';
import type { Place } from '../../lib/access/application-logic.ts';
import { admit } from '../../lib/access/standing.ts';
import { permittedParties } from '../../lib/call/parties.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
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
import { bornAt, listKeys } from '../../lib/store/resource.ts';
import { loadCall, type NewCall } from './call-store.ts';
import type { Order } from './hand-to-carrier.ts';
import { call as service } from './micro-service.ts';
import { placeInTurn } from './place-in-turn.ts';
import type { CallStanding } from './question.ts';
import { showCall } from './show-calls.ts';
import { objectionToTwiml } from './stored-twiml.ts';
import { withApplication } from './with-application.ts';

const ringSecondsDefault = 60;

const notOffered = () => z.optional(z.undefined('is not offered by this platform'));

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
  Timeout: optionalInteger(1, 600, 21208),
  TimeLimit: optionalInteger(1, 86_400),
  SendDigits: z.optional(z.string().check(z.regex(/^[0-9A-Da-d*#wW]{1,32}$/, '21206'))),
  MachineDetection: z.optional(z.enum(['Enable', 'DetectMessageEnd'])),
  Record: optionalFlag(),
  RecordingChannels: z.optional(z.enum(['mono', 'dual'])),
  RecordingStatusCallback: optionalUrl(21205),
  RecordingStatusCallbackMethod: optionalMethod(),
  RecordingStatusCallbackEvent: many(40),
  RecordingTrack: z.optional(z.literal('both', 'can only be both')),
  Trim: z.optional(z.enum(['trim-silence', 'do-not-trim'])),
  AsyncAmd: z.optional(z.literal('false', 'can only be false: the call waits for the detection')),
  // Left out in silence somebody would not be asked, or another would be called.
  AsyncAmdStatusCallback: notOffered(),
  RecordingConfigurationId: notOffered(),
  CallerId: notOffered(),
  Byoc: notOffered(),
});
export type CallWishes = z.infer<typeof PlaceCall>;
type Parameters = CallWishes;

const oneOfThese = "one of 'Url', 'Twiml' or 'ApplicationSid' must be given";
const callbackEvents = ['initiated', 'ringing', 'answered', 'completed'];

/**
 * An account places a call: the intent is stored, the carrier is asked, its reference is stored. Above the account's
 * rate, or the carrier's, the call is answered as `queued` and placed when its turn comes.
 */
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
  const refusal = await placeInTurn(call, orderOf(parameters), standing.settings, now);
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
  const objection = eventsObjection(parameters.StatusCallbackEvent);
  if (objection !== undefined) return objection;
  const parties = await permittedParties(account.sid, parameters, settings.AllowedDestinations);
  if (isRefusal(parties)) return parties;
  const { from, to, numberSid } = parties;
  const limitSeconds = Math.min(parameters.TimeLimit ?? settings.MaxDurationSeconds, settings.MaxDurationSeconds);
  const callback = callbackOf(parameters, settings);
  return {
    sid,
    accountSid: account.sid,
    status: 'queued',
    direction: 'outbound-api',
    from,
    to,
    numberSid,
    ...bornAt(now),
    callbacksSent: 0,
    configurationVersion: standing.version,
    limitSeconds,
    ...(parameters.Url !== undefined || parameters.Twiml === undefined ? {} : { twiml: parameters.Twiml }),
    ...(callback.url !== '' && {
      callbackUrl: callback.url,
      callbackMethod: callback.method,
      callbackEvents: eventsOf(parameters.StatusCallbackEvent) ?? ['completed'],
    }),
    ...listKeys({ accountSid: account.sid, type: 'call', createdAt: now, sid, to, from }),
  };
}

/** What the carrier is asked for. */
export const orderOf = (parameters: Parameters): Order => ({
  ringSeconds: parameters.Timeout ?? ringSecondsDefault,
  url: parameters.Url,
  method: parameters.Method,
  fallbackUrl: parameters.FallbackUrl,
  fallbackMethod: parameters.FallbackMethod,
  sendDigits: parameters.SendDigits,
  machineDetection: parameters.MachineDetection,
  recording:
    parameters.Record === true
      ? {
          channels: parameters.RecordingChannels ?? 'mono',
          trim: parameters.Trim,
          url: parameters.RecordingStatusCallback,
          method: parameters.RecordingStatusCallbackMethod,
          events: eventsOf(parameters.RecordingStatusCallbackEvent)?.join(' '),
        }
      : undefined,
});

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

/** Twilio: beside a Url, Twiml is ignored. */
function instructionsObjection({ Url, Twiml }: Parameters): Refusal | undefined {
  if (Url !== undefined) return undefined;
  return Twiml === undefined ? refuse(21205, oneOfThese) : objectionToTwiml(Twiml);
}
