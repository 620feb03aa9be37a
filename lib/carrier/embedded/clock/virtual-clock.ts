import type { Cancel, CarrierClock, ClockReading, OnClockChange } from './carrier-clock.ts';
import { type Duration, millisecondsOf } from './duration.ts';
import { Timers } from './timers.ts';
import { Turns, turnTo } from './turn.ts';

/**
 * A clock for tests: time stands still until it is advanced, and then an hour takes milliseconds. After each action it
 * waits until all webhooks and requests in flight are answered, so the same script always happens in the same order.
 */
export class VirtualClock implements CarrierClock {
  readonly mode = 'virtual';
  readonly #timers = new Timers();
  readonly #turns = new Turns();
  readonly #waits: (() => Promise<void>)[] = [];
  readonly #onChange: OnClockChange;
  #now: number;

  /** @param startsAt epoch milliseconds */
  constructor({ startsAt, onChange = () => undefined }: { startsAt: number; onChange?: OnClockChange }) {
    this.#now = startsAt;
    this.#onChange = onChange;
    onChange(this.reading());
  }

  now(): number {
    return this.#now;
  }

  at(epochMs: number, action: () => void): Cancel {
    return this.#timers.plan(Math.max(epochMs, this.#now), action);
  }

  after(milliseconds: number, action: () => void): Cancel {
    return this.at(this.#now + milliseconds, action);
  }

  advanceTo(epochMs: number): Promise<void> {
    return this.#turns.take(() => this.#turn(epochMs));
  }

  advanceBy(duration: Duration): Promise<void> {
    const milliseconds = millisecondsOf(duration);
    return this.#turns.take(() => this.#turn(this.#now + milliseconds));
  }

  reading(): ClockReading {
    return { kind: 'stopped', epochMs: this.#now };
  }

  settlesWith(settled: () => Promise<void>): void {
    this.#waits.push(settled);
  }

  close(): void {
    this.#timers.clear();
  }

  #turn(until: number): Promise<void> {
    return turnTo(Math.max(until, this.#now), {
      timers: this.#timers,
      show: (epochMs) => this.#show(epochMs),
      settled: async () => {
        for (const wait of this.#waits) await wait();
      },
    });
  }

  #show(epochMs: number): void {
    if (epochMs <= this.#now) return;
    this.#now = epochMs;
    this.#onChange(this.reading());
  }
}
