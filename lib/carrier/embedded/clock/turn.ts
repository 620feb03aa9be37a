import type { Timers } from './timers.ts';

/** What a clock gives to be moved: its plans, how to show a time, and what to wait for after each action. */
export type Turning = {
  readonly timers: Timers;
  readonly show: (epochMs: number) => void;
  readonly settled: () => Promise<void>;
};

/** Lets everything happen that is due by `until`, each thing at its own time, then shows `until`. */
export async function turnTo(until: number, { timers, show, settled }: Turning): Promise<void> {
  await settled();
  for (let at = timers.nextAt(); at !== undefined && at <= until; at = timers.nextAt()) {
    show(at);
    timers.takeDue(at)?.();
    await settled();
  }
  show(until);
}

/** One turn after another: a second one asked for meanwhile waits for the first. A turn that fails harms no later one. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take(turn: () => Promise<void>): Promise<void> {
    const taken = this.#last.then(turn);
    this.#last = taken.then(noop, noop); // Whoever asked for the turn gets its failure.
    return taken;
  }
}

const noop = () => undefined;
