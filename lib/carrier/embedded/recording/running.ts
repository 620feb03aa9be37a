import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { lengthAt, type Recording } from '../network/recording.ts';
import { endRecording } from './record-call.ts';

/** The tones that stand in a recording's WAV for the voices, so that one can hear who speaks. */
const hertz = { phone: 440, carrier: 660, other: 523 } as const;

/** The recordings of a call itself that are not ended. */
export const recordingsOf = (network: Network, call: Call): readonly Recording[] =>
  [...network.runningRecordings].filter(
    ({ callSid, conferenceSid }) => callSid === call.sid && conferenceSid === undefined,
  );

/** Somebody begins to speak at a call, and is in every recording of the call, of its other leg and of its conference. */
export function recordVoice(
  network: Network,
  call: Call,
  by: 'phone' | 'carrier',
  milliseconds: number,
  words: string | undefined,
): void {
  const now = network.clock.now();
  for (const recording of network.runningRecordings) {
    const voice = voiceIn(recording, call, by);
    if (voice === undefined || recording.status === 'paused') continue;
    const from = lengthAt(recording, now);
    recording.voices.push({ ...voice, from, to: from + milliseconds, words });
  }
}

/** In a dual recording the call's phone is on the first channel, whoever it talks with on the second. */
function voiceIn(recording: Recording, call: Call, by: 'phone' | 'carrier') {
  const { conferenceSid, channels } = recording;
  const second = channels === 2 ? 1 : 0;
  if (conferenceSid !== undefined) {
    return conferenceSid === call.conferenceSid && by === 'phone'
      ? { channel: 0 as const, hertz: hertz.phone }
      : undefined;
  }
  if (recording.callSid === call.sid) {
    return by === 'phone'
      ? { channel: 0 as const, hertz: hertz.phone }
      : { channel: second as 0 | 1, hertz: hertz.carrier };
  }
  return recording.callSid === call.bridgedSid ? { channel: second as 0 | 1, hertz: hertz.other } : undefined;
}

/** A call's end ends its recordings. */
export function endRecordingsOf(network: Network, call: Call): void {
  for (const recording of recordingsOf(network, call)) endRecording(network, recording);
}
