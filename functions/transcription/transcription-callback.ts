import { environment } from '../../lib/environment/environment.ts';
import { callback } from '../../lib/program/callback.ts';
import type { Consequence } from '../../lib/store/outbox.ts';
import type { Transcription } from './transcription-store.ts';

/** What a program is told of a transcription's end, with the parameters of Twilio's `transcribeCallback`; nothing if nobody asked. */
export function transcriptionCallback(transcription: Transcription): Consequence[] {
  const { callback: wished } = transcription;
  if (wished === undefined) return [];
  return [callback({ url: wished.url, method: wished.method, parameters: parametersOf(transcription, wished.call) })];
}

type ToldCall = NonNullable<Transcription['callback']>['call'];

function parametersOf(transcription: Transcription, call: ToldCall): Record<string, string> {
  const { sid, accountSid, recordingSid } = transcription;
  const recordingUrl = `${environment().publicUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}`;
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallSid: transcription.callSid,
    CallStatus: call.status,
    Direction: call.direction,
    From: call.from,
    To: call.to,
    RecordingSid: recordingSid,
    RecordingUrl: recordingUrl,
    TranscriptionSid: sid,
    TranscriptionStatus: transcription.status,
    TranscriptionText: transcription.text ?? '',
    TranscriptionUrl: `${recordingUrl}/Transcriptions/${sid}`,
  };
}
