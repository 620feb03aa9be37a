import type { Cancel } from './carrier-clock.ts';

type Timer = { readonly at: number; readonly order: number; action: (() => void) | undefined };

const isBefore = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Planned actions in the order in which they are due: a binary heap; equal times keep the order of planning. */
export class Timers {
  #heap: Timer[] = [];
  #planned = 0;

  plan(at: number, action: () => void): Cancel {
    const timer: Timer = { at, order: this.#planned, action };
    this.#planned += 1;
    this.#rise(this.#heap.push(timer) - 1, timer);
    return () => {
      timer.action = undefined;
    };
  }

  /** When the next action is due, or undefined when nothing is planned. */
  nextAt(): number | undefined {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (first.action !== undefined) return first.at;
      this.#removeFirst();
    }
    return undefined;
  }

  /** Takes out the next action, if one is due by then. */
  takeDue(until: number): (() => void) | undefined {
    const at = this.nextAt();
    if (at === undefined || at > until) return undefined;
    return this.#removeFirst()?.action;
  }

  clear(): void {
    this.#heap = [];
  }

  #removeFirst(): Timer | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first;
  }

  #rise(from: number, timer: Timer): void {
    let index = from;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.#heap[parentIndex];
      if (parent === undefined || isBefore(parent, timer)) break;
      this.#heap[index] = parent;
      index = parentIndex;
    }
    this.#heap[index] = timer;
  }

  #sink(timer: Timer): void {
    let index = 0;
    for (;;) {
      const left = this.#heap[2 * index + 1];
      const right = this.#heap[2 * index + 2];
      const rightIsFirst = left !== undefined && right !== undefined && isBefore(right, left);
      const child = rightIsFirst ? right : left;
      if (child === undefined || isBefore(timer, child)) break;
      this.#heap[index] = child;
      index = 2 * index + (rightIsFirst ? 2 : 1);
    }
    this.#heap[index] = timer;
  }
}
