import type { Conference } from '../network/conference.ts';
import type { ConferenceEvent, Network } from '../network/network.ts';
import { endRecording, startRecording } from '../recording/record-call.ts';

/** `record="record-from-start"`: a room's recording goes from its start to its end. */
export function recordConference(network: Network, conference: Conference, event: ConferenceEvent): void {
  if (event.kind === 'start' && conference.settings.record) {
    const [first] = conference.participants.keys();
    startRecording(network, {
      callSid: first ?? '',
      conferenceSid: conference.sid,
      source: 'Conference',
      channels: 1,
      statusCallback: conference.recordingStatusCallback,
    });
  }
  if (event.kind !== 'end') return;
  for (const recording of [...network.runningRecordings]) {
    if (recording.conferenceSid === conference.sid) endRecording(network, recording);
  }
}
