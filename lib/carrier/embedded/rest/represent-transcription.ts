import type { Network } from '../network/network.ts';
import { rfc2822 } from '../network/timestamp.ts';
import type { Transcription } from '../network/transcription.ts';

/** A transcription as Twilio's Transcriptions resource. */
export const representTranscription = ({ accountSid }: Network, transcription: Transcription) => ({
  sid: transcription.sid,
  account_sid: accountSid,
  api_version: '2010-04-01',
  date_created: rfc2822(transcription.createdAt),
  date_updated: rfc2822(transcription.updatedAt),
  duration: String(transcription.seconds),
  price: null,
  price_unit: 'USD',
  recording_sid: transcription.recordingSid,
  status: transcription.status,
  transcription_text: transcription.text,
  type: 'fast',
  uri: `/2010-04-01/Accounts/${accountSid}/Transcriptions/${transcription.sid}.json`,
});
