import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { geography } from './country.ts';

/** What every webhook about a call carries, in Twilio's names. */
export function callParameters(network: Network, call: Call): Record<string, string> {
  return {
    CallSid: call.sid,
    AccountSid: network.accountSid,
    From: call.from,
    To: call.to,
    Caller: call.from,
    Called: call.to,
    CallStatus: call.status,
    Direction: call.direction,
    ApiVersion: '2010-04-01',
    ...geography(call.from, call.to),
    ...(call.parentSid === undefined ? {} : { ParentCallSid: call.parentSid }),
    ...(call.answeredBy === undefined ? {} : { AnsweredBy: call.answeredBy }),
  };
}
