import * as z from 'zod/mini';
import {
  clearableUrl,
  optionalEvents,
  optionalFlag,
  optionalInteger,
  optionalMethod,
  optionalText,
  optionalUrl,
  pathName,
  required,
} from '../../lib/http/parameter.ts';

import { coachingParameters } from './coaching.ts';

const none = z.optional(z.undefined('is not offered'));

/** Parameters that Twilio has and the platform has not: refused by name. */
const notOffered = <Name extends string>(...names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, none])) as Record<Name, typeof none>;

const callEvents = ['initiated', 'ringing', 'answered', 'completed'];
const conferenceEvents = ['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify', 'speaker', 'announcement'];
const recordingEvents = ['in-progress', 'completed', 'absent', 'failed'];

/** Twilio's rules of a label: no slash, not like a call's SID, at most 128 characters (16024); and no control characters. */
const label = () => z.optional(z.string().check(z.regex(/^(?!CA[0-9a-f]{32}$)[^/\p{Cc}\p{Cs}]{1,128}$/u, '16024')));

/** Parameters of `POST ~/Conferences/{ConferenceSid}/Participants.json` (OpenAPI: CreateParticipant). */
export const AddParticipant = z.object({
  /** A conference's SID, or the name of a room. */
  ConferenceSid: pathName(),
  From: required(21213),
  To: required(21201),
  StatusCallback: optionalUrl(21205),
  StatusCallbackMethod: optionalMethod(),
  StatusCallbackEvent: optionalEvents(callEvents),
  Label: label(),
  Timeout: optionalInteger(5, 600),
  TimeLimit: optionalInteger(1, 86_400),
  MachineDetection: z.optional(z.enum(['Enable', 'DetectMessageEnd'])),
  Record: optionalFlag(),
  RecordingChannels: z.optional(z.enum(['mono', 'dual'])),
  RecordingStatusCallback: optionalUrl(21205),
  RecordingStatusCallbackMethod: optionalMethod(),
  RecordingStatusCallbackEvent: optionalEvents(recordingEvents),
  Muted: optionalFlag(),
  Beep: z.optional(z.enum(['true', 'false', 'onEnter', 'onExit'])),
  StartConferenceOnEnter: optionalFlag(),
  EndConferenceOnExit: optionalFlag(),
  WaitUrl: clearableUrl(),
  WaitMethod: optionalMethod(),
  MaxParticipants: optionalInteger(2, 250),
  JitterBufferSize: z.optional(z.enum(['off', 'small', 'medium', 'large'])),
  Region: optionalText(20),
  ConferenceRecord: z.optional(z.enum(['true', 'false', 'record-from-start', 'do-not-record'])),
  ConferenceTrim: z.optional(z.enum(['trim-silence', 'do-not-trim'])),
  ConferenceStatusCallback: optionalUrl(21205),
  ConferenceStatusCallbackMethod: optionalMethod(),
  ConferenceStatusCallbackEvent: optionalEvents(conferenceEvents),
  ConferenceRecordingStatusCallback: optionalUrl(21205),
  ConferenceRecordingStatusCallbackMethod: optionalMethod(),
  ConferenceRecordingStatusCallbackEvent: optionalEvents(recordingEvents),
  ...coachingParameters,
  /** Either is taken, since Twilio's default is true; the room hears nothing of a phone that rings (decision 022). */
  EarlyMedia: optionalFlag(),
  RecordingTrack: z.optional(z.literal('both', 'can only be both')),
  Trim: z.optional(z.literal('do-not-trim', 'can only be do-not-trim')),
  ...notOffered('SipAuthUsername', 'SipAuthPassword', 'Byoc', 'CallerId', 'CallReason', 'CallToken', 'Passports'),
  ...notOffered('RecordingConfigurationId', 'ClientNotificationUrl', 'CallerDisplayName'),
  ...notOffered('MachineDetectionTimeout', 'MachineDetectionSpeechThreshold', 'MachineDetectionSpeechEndThreshold'),
  ...notOffered('MachineDetectionSilenceTimeout', 'AmdStatusCallback', 'AmdStatusCallbackMethod'),
  ...notOffered('EmergencyCallerPosition', 'EmergencyCallerLocation', 'EmergencyName', 'EmergencyAddress'),
  ...notOffered('EmergencyZipCode', 'EmergencyCity', 'EmergencyState', 'EmergencyCountry'),
});
export type AddParticipant = z.infer<typeof AddParticipant>;
