import type { Network } from '../network/network.ts';
import { type Recording, recordingSeconds } from '../network/recording.ts';
import { rfc2822 } from '../network/timestamp.ts';
import { recordingUrl } from '../recording/record-call.ts';

/** A recording as Twilio's Recordings resource. */
export function representRecording(network: Network, recording: Recording) {
  const uri = `/2010-04-01/Accounts/${network.accountSid}/Recordings/${recording.sid}`;
  return {
    sid: recording.sid,
    account_sid: network.accountSid,
    api_version: '2010-04-01',
    call_sid: recording.callSid,
    conference_sid: recording.conferenceSid ?? null,
    channels: recording.channels,
    date_created: rfc2822(recording.startedAt),
    date_updated: rfc2822(recording.updatedAt),
    start_time: rfc2822(recording.startedAt),
    duration: recording.status === 'completed' ? String(recordingSeconds(recording)) : null,
    encryption_details: null,
    error_code: null,
    media_url: recordingUrl(network, recording),
    price: null,
    price_unit: 'USD',
    source: recording.source,
    status: recording.status,
    track: 'both',
    subresource_uris: {
      add_on_results: `${uri}/AddOnResults.json`,
      transcriptions: `${uri}/Transcriptions.json`,
    },
    uri: `${uri}.json`,
  };
}
