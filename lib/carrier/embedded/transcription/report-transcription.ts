import { callParameters } from '../call/parameters.ts';
import type { Network } from '../network/network.ts';
import type { Transcription } from '../network/transcription.ts';
import type { Webhooks } from '../webhook/webhooks.ts';

/** Tells a `transcribeCallback` that a transcription is done, or has failed. */
export async function reportTranscription(
  network: Network,
  webhooks: Webhooks,
  { sid, recordingSid, callSid, callback, status, text }: Transcription,
): Promise<void> {
  const call = network.calls.get(callSid);
  if (callback === undefined || call === undefined) return;
  const recording = `${network.url}/2010-04-01/Accounts/${network.accountSid}/Recordings/${recordingSid}`;
  await webhooks.send(callback, {
    ...callParameters(network, call),
    TranscriptionSid: sid,
    TranscriptionText: text,
    TranscriptionStatus: status,
    TranscriptionUrl: `${recording}/Transcriptions/${sid}`,
    RecordingSid: recordingSid,
    RecordingUrl: recording,
  });
}
