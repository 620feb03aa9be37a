import type { Duration } from './duration.ts';

/** What the clock shows, in the words of CLOCK_FILE: real time and so much more, or a time that stands still. */
export type ClockReading =
  | { readonly kind: 'offset'; readonly milliseconds: number }
  | { readonly kind: 'stopped'; readonly epochMs: number };

/** Takes back what `at` or `after` has planned; does nothing when it has happened already. */
export type Cancel = () => void;

/** The embedded carrier's time. Everything that happens in it happens by this clock. */
export interface CarrierClock {
  readonly mode: 'real' | 'virtual';
  /** Epoch milliseconds. */
  now(): number;
  /** Plans an action; actions of one instant happen in the order in which they were planned. */
  at(epochMs: number, action: () => void): Cancel;
  /** Plans an action for so many milliseconds from now. */
  after(milliseconds: number, action: () => void): Cancel;
  /**
   * Moves the time forward, letting everything that is due happen in order, and resolves when all of it has happened,
   * webhooks that it started included. A time in the past only lets happen what is due now.
   */
  advanceTo(epochMs: number): Promise<void>;
  advanceBy(duration: Duration): Promise<void>;
  reading(): ClockReading;
  /** Something more to wait for after each action, for instance until queues between the carrier and a test are empty. */
  settlesWith(settled: () => Promise<void>): void;
  /** Forgets all plans. */
  close(): void;
}

/** Is told of every move of the time, before anything that is due at the new time happens. */
export type OnClockChange = (reading: ClockReading) => void;
