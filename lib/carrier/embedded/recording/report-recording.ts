import type { Network } from '../network/network.ts';
import { type Recording, recordingSeconds } from '../network/recording.ts';
import { rfc2822 } from '../network/timestamp.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import { recordingUrl } from './record-call.ts';

/** Tells a recording's status callback of a move, if it asked for that event. */
export async function reportRecording(network: Network, webhooks: Webhooks, recording: Recording): Promise<void> {
  const { statusCallback, status } = recording;
  if (statusCallback === undefined || !statusCallback.events.includes(status)) return;
  await webhooks.send(statusCallback, {
    AccountSid: network.accountSid,
    CallSid: recording.callSid,
    ...(recording.conferenceSid === undefined ? {} : { ConferenceSid: recording.conferenceSid }),
    RecordingSid: recording.sid,
    RecordingUrl: recordingUrl(network, recording),
    RecordingStatus: status,
    ...(status === 'completed' ? { RecordingDuration: String(recordingSeconds(recording)) } : {}),
    RecordingChannels: String(recording.channels),
    RecordingStartTime: rfc2822(recording.startedAt),
    RecordingSource: recording.source,
    RecordingTrack: 'both',
    ErrorCode: '0',
  });
}
