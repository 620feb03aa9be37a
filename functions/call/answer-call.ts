import { type ApplicationLogic, applicationLogicOf, type Place } from '../../lib/access/application-logic.ts';
import { voiceLogicOf } from '../../lib/access/endpoint-logic.ts';
import { admit } from '../../lib/access/standing.ts';
import type { CallFacts } from '../../lib/carrier/carrier.ts';
import { carrierBornSid } from '../../lib/carrier/our-sid.ts';
import { questionToken } from '../../lib/carrier/question-token.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, about, twiml } from '../../lib/http/answer.ts';
import type { CarrierRequest } from '../../lib/http/api.ts';
import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { dueKeys } from '../../lib/store/due.ts';
import { notify } from '../../lib/store/notification.ts';
import { loadNumberByMapping, type PhoneNumber } from '../../lib/store/number.ts';
import { bornAt, listKeys } from '../../lib/store/resource.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { element } from '../../lib/twiml/element.ts';
import { writeTwiml } from '../../lib/twiml/write-twiml.ts';
import { type Call, loadCall, type NewCall, putNewCall } from './call-store.ts';
import { holdForCall } from './hold-for-call.ts';
import { instruct } from './instruct.ts';
import { extendKeys, limitToldMilliseconds } from './limit.ts';
import { countIn, crowded } from './live-calls.ts';
import { call as service } from './micro-service.ts';
import { overdueAfterMilliseconds } from './overdue.ts';
import { notePickUp } from './pick-up.ts';
import type { CallStanding } from './question.ts';
import { isLimitTold } from './tell-limit.ts';

const busy = element('Response', {}, [element('Reject', { reason: 'busy' })]);
const rejection = element('Response', {}, [element('Reject')]);

/**
 * A call comes in: the endpoint mapping finds whose number was dialled, the account is admitted, the call is born,
 * and its application logic is asked what to do. Nobody's number, a suspended account or one without calls: rejected,
 * and nothing is stored.
 */
export async function answerCall({ carrier, webhook, now }: CarrierRequest): Promise<Answer> {
  const facts = carrier.callFacts(webhook);
  const mapped = await loadNumberByMapping(facts.to);
  const standing = mapped === undefined ? undefined : await admit(mapped.accountSid, service);
  if (mapped === undefined || standing === undefined || isRefusal(standing)) {
    log.warn('An inbound call was rejected', {
      to: facts.to,
      reason: isRefusal(standing) ? standing.message : 'nobody has this number',
    });
    return twiml(writeTwiml(rejection));
  }
  const said = await voiceLogicOf(mapped.number);
  const call = await bearCall(facts, mapped.number, said.statusCallback, standing, now);
  if (isRefusal(call)) {
    log.warn('An inbound call found its account busy, without money, or at its limit', {
      to: facts.to,
      reason: call.message,
    });
    if (call.code === 20429) return twiml(writeTwiml(busy));
    await tellOf(mapped.number, call, now);
    return twiml(writeTwiml(rejection));
  }
  if (call.limitAsked === true && !(await isLimitTold(call, now))) return about(call, twiml(writeTwiml(rejection)));
  const logic = applicationLogicOf(said, standing.settings);
  if (logic === undefined) {
    const message = `${mapped.number.phoneNumber} has no VoiceUrl, and its account no ApplicationUri for calls`;
    await notify([
      { accountSid: call.accountSid, resourceSid: call.sid, severity: 'error', errorCode: 11100, message, at: now },
    ]);
    return about(call, twiml(writeTwiml(rejection)));
  }
  const document = await instruct({
    carrier: carrier.id,
    standing,
    call,
    state: {
      accountSid: call.accountSid,
      callSid: call.sid,
      kind: 'voice',
      stored: false,
      failures: 0,
      spent: 0,
      ...stateOf(logic),
    },
    input: {},
    idempotencyToken: questionToken(webhook, call.sid),
    now,
  });
  await notePickUp(call, document, facts, now);
  return about(call, twiml(writeTwiml(document)));
}

/** A call that its account cannot pay, or whose tier's limit is used, is rejected, as a suspended account's is, and the account is told why. */
const tellOf = ({ accountSid, sid: resourceSid }: PhoneNumber, { code: errorCode, message }: Refusal, at: number) =>
  notify([{ accountSid, resourceSid, severity: 'error', errorCode, message, at }]);

const stateOf = ({ place, fallback }: ApplicationLogic) => ({
  ...place,
  ...(fallback && { fallbackUrl: fallback.url, fallbackMethod: fallback.method }),
});

/**
 * The call of a webhook; a repeated webhook finds the call that it bore the first time. Refused above the limit of live
 * calls (20429), and where there is no money for it (20005) or nothing left of its tier's limit (20006).
 */
async function bearCall(
  facts: CallFacts,
  number: PhoneNumber,
  statusCallback: Place,
  standing: CallStanding,
  now: number,
): Promise<Call | Refusal> {
  const sid = await carrierBornSid('CA', facts.reference);
  const known = await loadCall(sid);
  if (known !== undefined) return known;
  const {
    MaxDurationSeconds: limitSeconds,
    ConcurrentCallsMax: liveMax,
    EventCallbackUri: url,
    EventCallbackMethod: method,
  } = standing.settings;
  const callback = statusCallback.url === '' ? { url, method } : statusCallback;
  const born: NewCall = {
    sid,
    accountSid: number.accountSid,
    status: 'ringing',
    direction: 'inbound',
    from: facts.from,
    to: facts.to,
    numberSid: number.sid,
    ...bornAt(now),
    callbacksSent: 0,
    configurationVersion: standing.version,
    limitSeconds,
    reference: facts.reference,
    ...(callback.url !== '' && {
      callbackUrl: callback.url,
      callbackMethod: callback.method,
      callbackEvents: ['completed'],
    }),
    ...listKeys({ accountSid: number.accountSid, type: 'call', createdAt: now, sid, to: facts.to, from: facts.from }),
    ...dueKeys('minute', {
      at: now + limitSeconds * 1_000 + overdueAfterMilliseconds,
      owner: 'call',
      what: 'call.overdue',
      id: sid,
    }),
  };
  const counted = liveMax > 0 ? { ...born, counted: true } : born;
  return untilCommitted(sid, async () => {
    const held = await holdForCall(counted, now);
    if (isRefusal(held)) return held;
    const soon = extendKeys(counted, now + limitToldMilliseconds);
    const limited = held.isLimited ? { ...counted, ...held.limits, limitAsked: true, ...soon } : counted;
    await commit([putNewCall(limited), ...countIn(number.accountSid, liveMax), ...held.writes]);
    // Lost: the same webhook, a moment earlier, was first; or as many calls live as may.
    return (await loadCall(sid)) ?? (await crowded(number.accountSid, liveMax)) ?? 'lost';
  });
}
