import * as z from 'zod/mini';
import type { Consequence } from '../store/outbox.ts';

const Callback = z.object({ url: z.string(), method: z.enum(['GET', 'POST']), events: z.array(z.string()) });

/**
 * The input of the action `call.place`: a call that another micro-service asked for, in the transaction in which it
 * happened. Its SID is chosen there, so that the call is placed once however often the action is delivered.
 */
export const PlaceCallInput = z.object({
  callSid: z.string().check(z.regex(/^CA[0-9a-f]{32}$/)),
  /** E.164, as they were admitted. */
  from: z.string(),
  to: z.string(),
  /** What who answers is led by. */
  twiml: z.string(),
  statusCallback: z.optional(Callback),
  ringSeconds: z.optional(z.int()),
  limitSeconds: z.optional(z.int()),
  machineDetection: z.optional(z.enum(['Enable', 'DetectMessageEnd'])),
  recording: z.optional(z.object({ channels: z.enum(['mono', 'dual']), statusCallback: z.optional(Callback) })),
  /** The conference that dials out: it is told when the call has ended. */
  conferenceSid: z.string(),
  /** What lets it be placed though calls are not enabled: a setting of the operator's. */
  allowedBy: z.optional(z.literal('conference.DialOut')),
});
export type PlaceCallInput = z.infer<typeof PlaceCallInput>;

/** The input of the action `call.end`. */
export const EndCallInput = z.object({ callSid: z.string() });

/** A call to be placed as a consequence of a resource's transition; the function call admits and places it. */
export const callToPlace = (input: PlaceCallInput): Consequence => ({ queue: 'call', action: 'call.place', input });

/** A call to be ended likewise, whether it rings or has been answered. */
export const callToEnd = (callSid: string): Consequence => ({ queue: 'call', action: 'call.end', input: { callSid } });

/** The input of the action `participant.callEnded`. */
export const CallEndedInput = z.object({ conferenceSid: z.string() });

/** A conference is to hear that a call which it dialled has ended. */
export const dialledCallEnded = (conferenceSid: string): Consequence => ({
  queue: 'conference',
  action: 'participant.callEnded',
  input: { conferenceSid },
});

/** The input of the action `participant.settle`. */
export const CallOverInput = z.object({ callSid: z.string() });

/** What a call was in is to settle its stays, and to give back what was kept for those that never came to be: it has been over for a while. */
export const callOver = (callSid: string): Consequence => ({
  queue: 'conference',
  action: 'participant.settle',
  input: { callSid },
});
