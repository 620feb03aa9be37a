import { type TwimlElement, textOf } from '../../../../twiml/element.ts';
import { linkOf, truth, wholeNumber, wordsOf } from '../attribute.ts';
import type { ConferenceSettings, DialRecording, DialTarget, StatusLink } from '../dialing.ts';
import type { Session } from '../session.ts';

/** Twilio's largest conference. */
const mostParticipants = 250;

/** A status callback's three attributes under one name, for instance `recordingStatusCallback`. */
function statusLinkOf(
  session: Session,
  element: TwimlElement,
  name: string,
  otherwise: string,
): StatusLink | undefined {
  const link = linkOf(session, element.attributes[name], element.attributes[`${name}Method`]);
  const events = wordsOf(element.attributes[`${name}Event`] ?? otherwise);
  return link === undefined ? undefined : { ...link, events };
}

/** A `<Number>`, or a `<Dial>` with a number as its text. */
export const targetOf = (session: Session, noun: TwimlElement, number: string): DialTarget => ({
  number: number.replace(/[\s().-]/g, ''),
  whisper: noun.name === 'Number' ? linkOf(session, noun.attributes['url'], noun.attributes['method']) : undefined,
  sendDigits: noun.attributes['sendDigits'] ?? '',
  statusCallback: statusLinkOf(session, noun, 'statusCallback', 'completed'),
});

/** A `<Conference>`. */
export const conferenceOf = (session: Session, noun: TwimlElement): ConferenceSettings => ({
  name: textOf(noun),
  muted: truth(noun, 'muted', false),
  startOnEnter: truth(noun, 'startConferenceOnEnter', true),
  endOnExit: truth(noun, 'endConferenceOnExit', false),
  beepOnEnter: ['true', 'onEnter'].includes(noun.attributes['beep'] ?? 'true'),
  beepOnExit: ['true', 'onExit'].includes(noun.attributes['beep'] ?? 'true'),
  coachedSid: noun.attributes['coach']?.trim() || undefined,
  maxParticipants: Math.min(wholeNumber(noun, 'maxParticipants', mostParticipants), mostParticipants),
  waitSource: linkOf(session, noun.attributes['waitUrl'], noun.attributes['waitMethod']),
  record: ['record-from-start', 'true'].includes(noun.attributes['record'] ?? ''),
  // Without statusCallbackEvent a room reports nothing at Twilio.
  statusCallback: statusLinkOf(session, noun, 'statusCallback', ''),
  recordingStatusCallback: statusLinkOf(session, noun, 'recordingStatusCallback', 'completed'),
  label: noun.attributes['participantLabel'],
});

/** `<Dial record="…">`. */
export function dialRecordingOf(session: Session, verb: TwimlElement): DialRecording | undefined {
  const [, from, dual] = /^(?:record-from-(answer|ringing)|true)(-dual)?$/.exec(verb.attributes['record'] ?? '') ?? [
    'none',
  ];
  if (from === undefined && verb.attributes['record'] !== 'true') return undefined;
  return {
    from: from === 'ringing' ? 'ringing' : 'answer',
    channels: dual === undefined ? 1 : 2,
    statusCallback: statusLinkOf(session, verb, 'recordingStatusCallback', 'completed'),
  };
}
