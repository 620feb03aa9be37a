import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { optionalFlag } from '../../lib/http/parameter.ts';
import type { Current } from './current-participants.ts';

/** Twilio's parameters of who is to be heard by one call alone. */
export const coachingParameters = {
  Coaching: optionalFlag(),
  CallSidToCoach: z.optional(z.string().check(z.regex(/^CA[0-9a-f]{32}$/, 'must be the SID of a call'))),
};

type Asked = { readonly Coaching?: boolean | undefined; readonly CallSidToCoach?: string | undefined };

/**
 * Whom somebody is to coach: a call that is in the same conference now, nobody, or undefined where nothing is said of it. As at Twilio the call to
 * coach says it alone, and `Coaching` cannot be true without it. One who is not in the conference is refused (16028). Pure.
 */
export function coachedBy(
  { Coaching, CallSidToCoach }: Asked,
  others: readonly Current[],
): Current | 'nobody' | undefined | Refusal {
  if (Coaching === false) return 'nobody';
  if (CallSidToCoach === undefined) {
    return Coaching === true ? refuse(20001, 'CallSidToCoach: must be given with Coaching=true') : undefined;
  }
  const coached = others.find(({ participant: { callSid } }) => callSid === CallSidToCoach);
  return coached?.status === 'connected' ? coached : refuse(16028, CallSidToCoach);
}
