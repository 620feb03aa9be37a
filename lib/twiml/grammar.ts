import type { TwimlElement } from './element.ts';
import { complaintOf } from './value.ts';
import type { Verb } from './verb.ts';
import { verbs } from './verbs.ts';

/**
 * Whose answer a document is: a call's or a message's program, a conference's `waitUrl`, a number's `url`, a queue's
 * `waitUrl`, a dialled queue's `url`.
 */
export type TwimlKind = keyof typeof roots;

const roots = {
  voice: 'VoiceResponse',
  message: 'MessagingResponse',
  wait: 'WaitResponse',
  whisper: 'WhisperResponse',
  'queue-wait': 'QueueWaitResponse',
  'queue-whisper': 'QueueWhisperResponse',
} as const;

const entryOf = (key: string): Verb => {
  const entry = verbs[key];
  if (entry === undefined) throw new Error(`verbs.ts names ${key} but has no entry for it.`);
  return entry;
};

/** The entry of a document's root element. */
export const rootOf = (kind: TwimlKind): Verb => entryOf(roots[kind]);

const elementNames = new Set(Object.values(verbs).map((verb) => verb.element));

/** Whether Twilio has an element of this name, wherever it may stand. */
export const isVerb = (element: string): boolean => elementNames.has(element);

/** What stands under `parent` as `<element>`; `undefined` if nothing of that name may. */
export const childOf = (parent: Verb, element: string): Verb | undefined =>
  parent.children.map(entryOf).find((child) => child.element === element);

/** Whether a recording is to be transcribed: Twilio takes nothing but `transcribe` for that wish, a callback alone is none. */
export const isTranscribed = (verb: Verb, element: TwimlElement): boolean =>
  verb.attributes.transcribe !== undefined && element.attributes.transcribe === 'true';

/** Whether a `record` attribute asks for a recording. */
export function isRecorded(verb: Verb, element: TwimlElement): boolean {
  const { record } = element.attributes;
  const kind = verb.attributes.record;
  if (record === undefined || kind === undefined || complaintOf(kind, record, undefined) !== undefined) return false;
  return record !== 'do-not-record' && record !== 'false';
}
