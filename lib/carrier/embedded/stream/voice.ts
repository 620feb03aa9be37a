import { silentByte, toMulaw } from './mulaw.ts';

/** Somebody is heard, between two instants of the carrier's clock in epoch milliseconds: as tones, several at a time for a key. */
export type Voice = { readonly from: number; readonly to: number; readonly hertz: readonly number[] };

export const frameMilliseconds = 20;
const samplesPerMillisecond = 8;
/** A frame's samples, and in μ-law its bytes. */
export const frameBytes = frameMilliseconds * samplesPerMillisecond;
const loudness = 8_000;

/** The tones by which streams tell who speaks, as recordings do. */
export const voiceHertz = { phone: 440, carrier: 660, other: 523 } as const;

const rows = ['123A', '456B', '789C', '*0#D'];
const rowHertz = [697, 770, 852, 941];
const columnHertz = [1_209, 1_336, 1_477, 1_633];

/** The two tones of a key (ITU-T Q.23). */
export function keyHertz(digit: string): readonly number[] {
  const row = rows.findIndex((keys) => keys.includes(digit));
  const column = rows[row]?.indexOf(digit) ?? -1;
  return [rowHertz[row], columnHertz[column]].filter((hertz) => hertz !== undefined);
}

/** What is heard in the 20 ms from an instant on, in μ-law: the voices' tones, or silence. */
export function frameAt(voices: readonly Voice[], at: number): Buffer {
  const frame = Buffer.alloc(frameBytes, silentByte);
  const heard = voices.filter(({ from, to }) => from < at + frameMilliseconds && to > at);
  if (heard.length === 0) return frame;
  for (let sample = 0; sample < frameBytes; sample += 1) {
    frame[sample] = toMulaw(soundAt(heard, at + sample / samplesPerMillisecond));
  }
  return frame;
}

function soundAt(voices: readonly Voice[], at: number): number {
  let sound = 0;
  for (const { from, to, hertz } of voices) {
    if (at < from || at >= to) continue;
    for (const each of hertz) sound += (loudness / hertz.length) * Math.sin((2 * Math.PI * each * (at - from)) / 1_000);
  }
  return Math.max(-32_768, Math.min(32_767, sound));
}
