/** Counts exchanges that are not answered yet, so that a virtual clock can wait for them. */
export class InFlight {
  #count = 0;
  #begun = 0;
  #waiting: (() => void)[] = [];

  /** Counts an exchange until its promise is settled. */
  async during<T>(exchange: Promise<T>): Promise<T> {
    this.#count += 1;
    this.#begun += 1;
    try {
      return await exchange;
    } finally {
      this.#count -= 1;
      if (this.#count === 0) for (const resume of this.#waiting.splice(0)) resume();
    }
  }

  /** How many exchanges there have been. While it stays the same, nothing outside the carrier can have changed by it. */
  get begun(): number {
    return this.#begun;
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
