import { expect, test } from '@jest/globals';
import { wavMilliseconds } from '../../../lib/carrier/embedded/recording/play-length.ts';
import { wavBytes, wavOf } from '../../../lib/carrier/embedded/recording/wav.ts';

const voices = [
  { channel: 0, from: 0, to: 500, hertz: 440 },
  { channel: 1, from: 1_000, to: 1_500, hertz: 660 },
] as const;

const isSilent = (
  file: Buffer,
  { from, to, channel, channels }: { from: number; to: number; channel: number; channels: number },
) => {
  for (let sample = from * 8; sample < to * 8; sample += 1) {
    if (file.readInt16LE(44 + (sample * channels + channel) * 2) !== 0) return false;
  }
  return true;
};

// Guarantee: a recording is a WAV of exactly its length, with each voice on its channel and silence where nobody speaks.
test.each([1, 2] as const)('%i channels', (channels) => {
  const sound = { channels, recordedMilliseconds: 2_345, voices: [...voices] };
  const file = Buffer.concat([...wavOf(sound)]);
  expect(file.length).toBe(44 + 2_345 * 8 * 2 * channels);
  expect(file.length).toBe(wavBytes(sound));
  expect(wavMilliseconds(file)).toBe(2_345);
  expect([file.readUInt16LE(20), file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt16LE(34)]).toEqual([
    1,
    channels,
    8_000,
    16,
  ]);
  const second = channels - 1;
  expect(isSilent(file, { from: 0, to: 500, channel: 0, channels })).toBe(false);
  expect(isSilent(file, { from: 500, to: 1_000, channel: 0, channels })).toBe(true);
  expect(isSilent(file, { from: 1_000, to: 1_500, channel: second, channels })).toBe(false);
  expect(isSilent(file, { from: 1_000, to: 1_500, channel: 0, channels })).toBe(channels === 2);
});

// Guarantee: what is no WAV has no length.
test.each(['', 'RIFF', 'RIFF0000WAVEfmt ', 'no sound at all, only words'])('"%s" is no WAV', (text) => {
  expect(wavMilliseconds(Buffer.from(text))).toBeUndefined();
});
