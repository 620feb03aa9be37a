import { setTimeout as sleep } from 'node:timers/promises';
import { codesOf, isCancelled } from './commit.ts';

// The caller gives up after 10 s in all (the table's page in the documentation).
const triedForMilliseconds = 8_000;
const firstPauseMilliseconds = 5;
const longestPauseMilliseconds = 1_000;

/** One item is changed by too many at once: whoever asks is to come again. */
export class Contended extends Error {
  constructor(sid: string) {
    super(`${sid} is changed by too many at once`);
    this.name = 'Contended';
  }
}

/**
 * Loads, decides and commits until nobody else was first. `attempt` answers `lost` where its commit did. What loses
 * is tried again after a pause with jitter: a full room that leaves at once is 250 changes of one conference. What reads
 * much before it decides is tried so often at least, however long that takes.
 */
export async function untilCommitted<Outcome>(
  sid: string,
  attempt: () => Promise<Outcome | 'lost'>,
  { attemptsMin = 1 }: { readonly attemptsMin?: number } = {},
): Promise<Exclude<Outcome, 'lost'>> {
  const startedAt = performance.now();
  let pause = firstPauseMilliseconds;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await attempt().catch(lostToConflict);
    if (outcome !== 'lost') return outcome as Exclude<Outcome, 'lost'>;
    if (attempts >= attemptsMin && performance.now() - startedAt > triedForMilliseconds) throw new Contended(sid);
    await sleep(Math.random() * pause);
    pause = Math.min(2 * pause, longestPauseMilliseconds);
  }
}

/** A commit gives up on conflicts after 2 s; there is time to load and decide again. Anything else goes up. */
function lostToConflict(error: unknown): 'lost' {
  if (isCancelled(error) && codesOf(error).includes('TransactionConflict')) return 'lost';
  throw error;
}
