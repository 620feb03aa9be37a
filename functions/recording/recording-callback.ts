import { environment } from '../../lib/environment/environment.ts';
import { rfc2822 } from '../../lib/http/date.ts';
import { callback } from '../../lib/program/callback.ts';
import type { Consequence } from '../../lib/store/outbox.ts';
import type { Recording } from './recording-store.ts';

/** Where an account finds a recording's sound; with `.wav`, too. */
export const mediaUrl = ({ accountSid, sid }: Pick<Recording, 'accountSid' | 'sid'>): string =>
  `${environment().publicUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`;

/** What a program is told of a recording's status, with Twilio's parameters; nothing if it did not ask for that. */
export function recordingCallback(recording: Recording): Consequence[] {
  const { callback: wished, status } = recording;
  if (wished === undefined || !wished.events.includes(status)) return [];
  return [callback({ url: wished.url, method: wished.method, parameters: parametersOf(recording) })];
}

function parametersOf(recording: Recording): Record<string, string> {
  return {
    AccountSid: recording.accountSid,
    CallSid: recording.callSid ?? '',
    ...(recording.conferenceSid === undefined ? {} : { ConferenceSid: recording.conferenceSid }),
    RecordingSid: recording.sid,
    RecordingUrl: mediaUrl(recording),
    RecordingStatus: recording.status,
    ...(recording.durationSeconds === undefined ? {} : { RecordingDuration: String(recording.durationSeconds) }),
    RecordingChannels: String(recording.channels),
    RecordingStartTime: rfc2822(recording.startedAt),
    RecordingSource: recording.source,
    RecordingTrack: 'both',
    ErrorCode: String(recording.errorCode ?? 0),
  };
}
