import type { Cancel, CarrierClock, ClockReading, OnClockChange } from './carrier-clock.ts';
import { type Duration, millisecondsOf } from './duration.ts';
import { Timers } from './timers.ts';
import { Turns, turnTo } from './turn.ts';

/** setTimeout takes 31 bits; a longer wait is taken in stages. */
const longestWaitMilliseconds = 2_147_483_647;

/** A clock for people: real time plus an offset that can jump forward, and then lets happen what falls due, in order. */
export class RealClock implements CarrierClock {
  readonly mode = 'real';
  readonly #timers = new Timers();
  readonly #turns = new Turns();
  readonly #waits: (() => Promise<void>)[] = [];
  readonly #onChange: OnClockChange;
  #offset: number;
  #alarm: NodeJS.Timeout | undefined;

  /** @param offset milliseconds by which this clock is ahead of the machine's */
  constructor({ offset = 0, onChange = () => undefined }: { offset?: number; onChange?: OnClockChange } = {}) {
    this.#offset = offset;
    this.#onChange = onChange;
    onChange(this.reading());
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  at(epochMs: number, action: () => void): Cancel {
    const cancel = this.#timers.plan(epochMs, action);
    this.#setAlarm();
    return cancel;
  }

  after(milliseconds: number, action: () => void): Cancel {
    return this.at(this.now() + milliseconds, action);
  }

  advanceTo(epochMs: number): Promise<void> {
    return this.#turns.take(() => this.#turn(epochMs));
  }

  advanceBy(duration: Duration): Promise<void> {
    const milliseconds = millisecondsOf(duration);
    return this.#turns.take(() => this.#turn(this.now() + milliseconds));
  }

  reading(): ClockReading {
    return { kind: 'offset', milliseconds: this.#offset };
  }

  settlesWith(settled: () => Promise<void>): void {
    this.#waits.push(settled);
  }

  close(): void {
    clearTimeout(this.#alarm);
    this.#timers.clear();
  }

  #setAlarm(): void {
    clearTimeout(this.#alarm);
    const at = this.#timers.nextAt();
    if (at === undefined) return;
    const wait = Math.min(Math.max(at - this.now(), 0), longestWaitMilliseconds);
    this.#alarm = setTimeout(() => this.#ring(), wait);
  }

  #ring(): void {
    for (let due = this.#timers.takeDue(this.now()); due !== undefined; due = this.#timers.takeDue(this.now())) due();
    this.#setAlarm();
  }

  async #turn(until: number): Promise<void> {
    await turnTo(until, {
      timers: this.#timers,
      show: (epochMs) => this.#show(epochMs),
      settled: async () => {
        for (const wait of this.#waits) await wait();
      },
    });
    this.#setAlarm();
  }

  #show(epochMs: number): void {
    const ahead = epochMs - this.now();
    if (ahead <= 0) return;
    this.#offset += ahead;
    this.#onChange(this.reading());
  }
}
