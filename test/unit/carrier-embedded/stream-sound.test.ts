import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HeardSound } from '../../../lib/carrier/embedded/stream/heard-sound.ts';
import { fromMulaw, silentByte, toMulaw } from '../../../lib/carrier/embedded/stream/mulaw.ts';
import { Playback } from '../../../lib/carrier/embedded/stream/playback.ts';
import { frameAt, keyHertz } from '../../../lib/carrier/embedded/stream/voice.ts';

// Guarantee: μ-law is the telephone's: known bytes of G.711, silence, the extremes.
test.each([
  [0, 0xff],
  [8, 0xfe],
  [-8, 0x7e],
  [1_000, 0xce],
  [-1_000, 0x4e],
  [32_767, 0x80],
  [-32_768, 0x00],
])('%i', (sample, byte) => {
  expect(toMulaw(sample)).toBe(byte);
});

// Guarantee: every byte means a sample that is written as that byte again, but for the second zero.
test('bytes are read as they are written', () => {
  for (let byte = 0; byte < 256; byte += 1) expect(toMulaw(fromMulaw(byte))).toBe(byte === 0x7f ? 0xff : byte);
  fc.assert(
    fc.property(fc.integer({ min: -32_635, max: 32_635 }), (sample) => {
      expect(Math.abs(fromMulaw(toMulaw(sample)) - sample)).toBeLessThanOrEqual(Math.abs(sample) / 16 + 8);
    }),
  );
});

// Guarantee: a voice is a tone of its pitch in the frames of its time, and silence is silence.
test('frames', () => {
  const voices = [{ from: 1_000, to: 1_400, hertz: [440] }];
  expect(frameAt(voices, 980)).toEqual(Buffer.alloc(160, silentByte));
  const heard = new HeardSound();
  const sounds = [];
  for (let at = 900; at < 1_600; at += 20) sounds.push(heard.hears(frameAt(voices, at)));
  expect(sounds.filter((sound) => sound !== undefined)).toEqual([{ milliseconds: 400, hertz: 440 }]);
  expect(keyHertz('5')).toEqual([770, 1_336]);
  expect(keyHertz('#')).toEqual([941, 1_477]);
});

// Guarantee: what a server sends is played in its order and at its length, however it is cut; a mark is reached when all before it has been played.
test('playing', () => {
  const playback = new Playback();
  playback.mark('first');
  playback.play(Buffer.alloc(100, 1));
  playback.play(Buffer.alloc(80, 2));
  playback.mark('second');
  expect(playback.next()).toEqual({
    frame: Buffer.concat([Buffer.alloc(100, 1), Buffer.alloc(60, 2)]),
    marks: ['first'],
  });
  const { frame, marks } = playback.next();
  expect(frame?.subarray(0, 20)).toEqual(Buffer.alloc(20, 2));
  expect(frame?.subarray(20)).toEqual(Buffer.alloc(140, silentByte));
  expect(marks).toEqual(['second']);
  expect(playback.next()).toEqual({ frame: undefined, marks: [] });
});

// Guarantee: a clear forgets what was not played and answers the marks in it, as Twilio does.
test('clearing', () => {
  const playback = new Playback();
  playback.play(Buffer.alloc(1_000, 1));
  playback.mark('a');
  playback.play(Buffer.alloc(1_000, 1));
  playback.mark('b');
  playback.next();
  expect(playback.clear()).toEqual(['a', 'b']);
  expect(playback.next()).toEqual({ frame: undefined, marks: [] });
});
