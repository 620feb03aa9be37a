import { rfc2822 } from '../../lib/http/date.ts';
import type { SignedParameters } from '../../lib/program/signature.ts';
import type { CallStatus } from './call.ts';

/** What of a call a tenant's program is told. */
export type ToldCall = {
  readonly sid: string;
  readonly accountSid: string;
  readonly from: string;
  readonly to: string;
  readonly direction: string;
  readonly status: CallStatus;
  readonly parentSid?: string | undefined;
  readonly answeredBy?: string | undefined;
  readonly durationSeconds?: number | undefined;
  readonly validates?: { readonly callerIdSid: string; readonly verified: boolean } | undefined;
};

/** Twilio's parameters that every request about a call carries, in the tenant's own terms. */
export const callParameters = (call: ToldCall): SignedParameters => ({
  AccountSid: call.accountSid,
  ApiVersion: '2010-04-01',
  CallSid: call.sid,
  CallStatus: call.status,
  Called: call.to,
  Caller: call.from,
  Direction: call.direction,
  From: call.from,
  To: call.to,
  ...(call.parentSid === undefined ? {} : { ParentCallSid: call.parentSid }),
  ...(call.answeredBy === undefined ? {} : { AnsweredBy: call.answeredBy }),
});

/** Twilio's parameters of a call's status callback. `at` in epoch milliseconds. */
export const statusParameters = (call: ToldCall, sequenceNumber: number, at: number): SignedParameters => ({
  ...callParameters(call),
  CallbackSource: 'call-progress-events',
  SequenceNumber: String(sequenceNumber),
  Timestamp: rfc2822(at),
  ...(call.validates === undefined ? {} : verificationParameters(call.validates)),
  ...(call.durationSeconds === undefined
    ? {}
    : { CallDuration: String(call.durationSeconds), Duration: String(Math.ceil(call.durationSeconds / 60)) }),
});

/** How the validation of a caller id ended (Twilio's parameters of a validation request's StatusCallback). */
const verificationParameters = ({ callerIdSid, verified }: NonNullable<ToldCall['validates']>): SignedParameters => ({
  VerificationStatus: verified ? 'success' : 'failed',
  ...(verified && { OutgoingCallerIdSid: callerIdSid }),
});
