import type { Notice } from '../../lib/store/notification.ts';
import type { Recording } from './recording-store.ts';

/** Twilio transcribes recordings of this length, in seconds (TwiML `<Record>`, transcribe); of others it warns with 13617. */
const seconds = { least: 2, most: 120 };

const isTranscribable = ({ durationSeconds = 0 }: Recording): boolean =>
  durationSeconds >= seconds.least && durationSeconds <= seconds.most;

/** Whether the carrier needs its own copy still: its program asked for a transcription, and there will be one. */
export const awaitsTranscription = (recording: Recording): boolean =>
  recording.transcribed === true && recording.status === 'completed' && isTranscribable(recording);

/** What an account is told of a recording that has ended and of which there will be no transcription, though it was asked for. */
export function transcriptionNotices(recording: Recording, at: number): Notice[] {
  const { accountSid, sid, callSid, status, transcribed } = recording;
  if (transcribed !== true || status !== 'completed' || isTranscribable(recording)) return [];
  const message = `Record: Recording length is out of range for transcription: ${sid} has ${recording.durationSeconds} s, not ${seconds.least} to ${seconds.most}`;
  return [{ accountSid, resourceSid: callSid ?? sid, severity: 'warning', errorCode: 13617, message, at }];
}
