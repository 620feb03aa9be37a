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
    events.on('message moved', changed);
    events.on('text received', changed);
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

  /** What `look` finds, as soon as it does; undefined after so many real milliseconds in vain. */
  async find<Found>(look: () => Found | undefined, milliseconds: number): Promise<Found | undefined> {
    const found = look();
    if (found !== undefined || milliseconds === 0) return found;
    await this.wait(() => look() !== undefined, milliseconds);
    return look();
  }

  /** Lets everybody go who waits. */
  close(): void {
    for (const stop of this.#waiting.values()) stop();
  }
}
