import { randomInt } from 'node:crypto';
import * as z from 'zod/mini';
import { admit } from '../../lib/access/standing.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalMethod, optionalText, optionalUrl, required } from '../../lib/http/parameter.ts';
import { type CallerId, loadCallerId, loadVerifiedCallerId, putNewCallerId } from '../../lib/store/caller-id.ts';
import { listPage } from '../../lib/store/list.ts';
import { numberOf } from '../../lib/store/number.ts';
import { bornAt, listKeys } from '../../lib/store/resource.ts';
import { e164Of } from '../../lib/twiml/value.ts';
import { call as service } from './micro-service.ts';
import { decideCall, orderOf, type PlaceCall } from './place-call.ts';
import { placeInTurn } from './place-in-turn.ts';

const givenUpAfterSeconds = 3_600;

/** Twilio's parameters (CreateValidationRequest). */
export const ValidateCallerId = z.object({
  PhoneNumber: required(21401, 40),
  FriendlyName: optionalText(64),
  CallDelay: z.optional(z.literal('0', 'is not offered: the call is placed at once')),
  /** Digits to dial once somebody has answered. */
  Extension: z.optional(z.string().check(z.regex(/^[0-9*#wW]{1,30}$/, 'takes digits, *, #, w and W'))),
  StatusCallback: optionalUrl(21609),
  StatusCallbackMethod: optionalMethod(),
});

/**
 * Calls a number from one of the account's own, as any call of the account, to ask who answers for the code that this
 * answer tells. With the code the number becomes a caller id of the account (21450 where it is one already).
 */
export async function validateCallerId({
  parameters,
  account,
  now,
  newSid,
  repeated,
}: TenantRequest<z.infer<typeof ValidateCallerId>>): Promise<Answer | Refusal> {
  const [callSid, callerIdSid] = [newSid('CA'), newSid('PN')];
  const earlier = repeated ? await loadCallerId(callerIdSid) : undefined;
  if (earlier !== undefined) return json(representation(callSid, earlier));
  const standing = await admit(account.sid, service);
  if (isRefusal(standing)) return standing;
  const phoneNumber = e164Of(parameters.PhoneNumber);
  if (phoneNumber === undefined) return refuse(21401, parameters.PhoneNumber);
  if ((await loadVerifiedCallerId(account.sid, phoneNumber)) !== undefined) return refuse(21450, phoneNumber);
  const from = await ownNumber(account.sid);
  if (from === undefined) return refuse(20001, 'PhoneNumber: the account has no number of its own to call it from');
  const request: z.infer<typeof PlaceCall> = {
    AccountSid: account.sid,
    To: phoneNumber,
    From: from,
    ...(parameters.Extension !== undefined && { SendDigits: `ww${parameters.Extension}` }),
    StatusCallback: parameters.StatusCallback,
    StatusCallbackMethod: parameters.StatusCallbackMethod,
  };
  const decided = await decideCall(callSid, request, standing, now);
  if (isRefusal(decided)) return decided;
  const callerId = pending(callerIdSid, account.sid, phoneNumber, parameters.FriendlyName ?? phoneNumber, now);
  const call = { ...decided, validates: { callerIdSid: callerId.sid, verified: false } };
  const refusal = await placeInTurn(call, orderOf(request), standing.settings, now, [putNewCallerId(callerId)]);
  if (refusal !== undefined) return refusal;
  return json(representation(call.sid, callerId));
}

/** OpenAPI: api.v2010.account.validation_request. */
const representation = (callSid: string, callerId: CallerId) => ({
  account_sid: callerId.accountSid,
  call_sid: callSid,
  friendly_name: callerId.friendlyName,
  phone_number: callerId.phoneNumber,
  validation_code: callerId.code ?? null,
});

/** The youngest of the account's numbers that can call. */
async function ownNumber(accountSid: string): Promise<string | undefined> {
  const { items } = await listPage({ index: 'list', partition: `${accountSid}#number` }, 1, (stored) => {
    const number = numberOf(stored);
    return number.status === 'in-use' && number.capabilities.voice;
  });
  const [number] = items.map(numberOf);
  return number?.phoneNumber;
}

function pending(sid: string, accountSid: string, phoneNumber: string, friendlyName: string, at: number): CallerId {
  return {
    sid,
    kind: 'RES',
    accountSid,
    ...bornAt(at),
    configurationVersion: 0,
    ...listKeys({ accountSid, type: 'caller-id', createdAt: at, sid, to: phoneNumber }),
    phoneNumber,
    friendlyName,
    status: 'pending',
    code: String(randomInt(1_000_000)).padStart(6, '0'),
    expires: Math.floor(at / 1000) + givenUpAfterSeconds,
  };
}
