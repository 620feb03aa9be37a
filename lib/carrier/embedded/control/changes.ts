import type { Network } from '../network/network.ts';

/** Lets a request wait, in real time, until something has changed. */
export class Changes {
  readonly #waiting = new Map<() => void, () => void>();

  constructor({ events }: Network) {
    const changed = () => {
      for (const look of this.#waiting.keys()) look();
    };
    events.on('phone heard', changed);
    events.on('call moved', changed);
  }

  /** Resolves when the condition holds after a change, and at the latest after so many real milliseconds. */
  wait(condition: () => boolean, milliseconds: number): Promise<void> {
    return new Promise((resume) => {
      const stop = () => {
        clearTimeout(limit);
        this.#waiting.delete(look);
        resume();
      };
      const look = () => {
        if (condition()) stop();
      };
      const limit = setTimeout(stop, milliseconds);
      this.#waiting.set(look, stop);
    });
  }

  /** Lets everybody go who waits. */
  close(): void {
    for (const stop of this.#waiting.values()) stop();
  }
}
