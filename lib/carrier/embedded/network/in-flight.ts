/** Counts exchanges that are not answered yet, so that a virtual clock can wait for them. */
export class InFlight {
  #count = 0;
  #waiting: (() => void)[] = [];

  /** Counts an exchange until its promise is settled. */
  async during<T>(exchange: Promise<T>): Promise<T> {
    this.#count += 1;
    try {
      return await exchange;
    } finally {
      this.#count -= 1;
      if (this.#count === 0) for (const resume of this.#waiting.splice(0)) resume();
    }
  }

  /** Resolves when nothing is in flight, what the last answers started included. */
  async idle(): Promise<void> {
    do {
      if (this.#count > 0) await new Promise<void>((resume) => this.#waiting.push(resume));
      // What follows an answer starts in the same turn of the event loop.
      await new Promise<void>((resume) => setImmediate(resume));
    } while (this.#count > 0);
  }
}
