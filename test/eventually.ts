import { setTimeout as after } from 'node:timers/promises';

const pauseMilliseconds = 25;

/**
 * What `look` finds, once it finds something: undefined and false are nothing yet. Throws, naming `what` was waited
 * for and what was seen last, when that takes longer than `withinMilliseconds`.
 */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
  withinMilliseconds = 45_000,
): Promise<Found> {
  const deadline = performance.now() + withinMilliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${withinMilliseconds} ms for ${what}, in vain`);
    await after(pauseMilliseconds);
  }
}
