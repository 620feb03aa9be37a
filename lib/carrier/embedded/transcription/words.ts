import type { Voice } from '../network/recording.ts';
import { timing } from '../timing.ts';

/** What was said in a recording, in the order in which it began. Who was cut off is heard as far as the last whole word. Pure. */
export const wordsIn = (voices: readonly Voice[]): string =>
  voices
    .toSorted((one, other) => one.from - other.from)
    .map(heardOf)
    .filter((words) => words !== '')
    .join(' ');

function heardOf({ from, to, words = '' }: Voice): string {
  const heard = Math.floor((to - from) / timing.speechPerCharacter);
  if (heard >= words.length) return words;
  return words.slice(0, Math.max(0, words.lastIndexOf(' ', heard)));
}
