import { expect, test } from '@jest/globals';
import { wordsIn } from '../../../lib/carrier/embedded/transcription/words.ts';

const voice = (from: number, to: number, words?: string) => ({ channel: 0 as const, from, to, hertz: 440, words });

// Guarantee: a transcript is what was said in the recording, in order, as far as it was said.
test.each([
  ['nobody speaks', [], ''],
  ['one voice', [voice(0, 660, 'good morning')], 'good'],
  ['one voice to its end', [voice(0, 720, 'good morning')], 'good morning'],
  ['two voices, the later first', [voice(900, 1_200, 'there'), voice(0, 720, 'good morning')], 'good morning there'],
  ['something without words', [voice(0, 5_000), voice(5_000, 6_000, 'after it')], 'after it'],
  ['cut off in the first word', [voice(0, 120, 'extraordinary')], ''],
])('%s', (_name, voices, words) => {
  expect(wordsIn(voices)).toBe(words);
});
