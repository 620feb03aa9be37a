import * as z from 'zod';
import { millisecondsOf } from '../clock/duration.ts';
import { timing } from '../timing.ts';

const Duration = z
  .union([z.number(), z.string()])
  .refine(isDuration, 'must be milliseconds or a text such as 500ms, 2s, 1m, 1h')
  .meta({ description: 'Milliseconds, or a text such as 500ms, 2s, 1m, 1h' });

function isDuration(duration: number | string): boolean {
  try {
    millisecondsOf(duration);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** One act of a phone's holder, once the call is answered. */
export const PhoneStep = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('says'), text: z.string().min(1) }),
  z.strictObject({ act: z.literal('presses'), digits: z.string().regex(/^[0-9*#A-Dw]+$/) }),
  z.strictObject({ act: z.literal('waits'), duration: Duration }),
  z.strictObject({ act: z.literal('hears'), text: z.string().min(1) }),
  z.strictObject({ act: z.literal('hangs up') }),
]);
export type PhoneStep = z.infer<typeof PhoneStep>;

/** What a phone does when it is called: by the script, by hand through the control API, or it does not answer. */
export const PhoneAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answers'), after: Duration }),
  z.strictObject({ kind: z.literal('by hand') }),
  z.strictObject({ kind: z.literal('busy') }),
  z.strictObject({ kind: z.literal('no answer') }),
  z.strictObject({ kind: z.literal('unreachable') }),
]);

/** A phone's script; the same for calls that reach it and calls that it makes. */
export const PhoneScript = z.strictObject({
  answer: z.optional(PhoneAnswer),
  steps: z.optional(z.array(PhoneStep)),
  /** Counted from the call's answer, whatever the steps are at. */
  hangsUpAfter: z.optional(Duration),
  machine: z.optional(z.boolean()),
  /** What becomes of texts to it; an unreachable phone gets none. */
  texts: z.optional(z.enum(['delivers', 'unreachable', 'landline', 'filtered', 'unknown'])),
});
export type PhoneScript = z.infer<typeof PhoneScript>;

/** A simulated phone. */
export type Phone = { readonly number: string; script: PhoneScript };

/** A phone that nobody scripted answers, listens for a minute and hangs up. */
export const ordinaryScript: PhoneScript = {
  answer: { kind: 'answers', after: timing.ordinaryAnswer },
  hangsUpAfter: timing.ordinaryTalk,
};
