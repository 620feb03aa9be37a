import * as z from 'zod';
import { type Duration, millisecondsOf } from '../clock/duration.ts';
import { randomSource } from '../network/sids.ts';

/**
 * What can be made to go wrong. `webhook lost`: never arrives. `webhook unanswered`: arrives, but the answer is lost.
 * `webhook duplicated`: arrives twice. `webhook delayed`: late by up to `delay`, so that webhooks overtake one another.
 * `api unavailable`: a REST request is answered 503 and does nothing. `api unanswered`: it is done, but never answered.
 */
export const Fault = z.strictObject({
  kind: z.enum([
    'webhook lost',
    'webhook unanswered',
    'webhook duplicated',
    'webhook delayed',
    'api unavailable',
    'api unanswered',
  ]),
  rate: z.number().min(0).max(1),
  seed: z.optional(z.string()),
  delay: z.optional(z.union([z.number(), z.string()])),
});
export type Fault = z.infer<typeof Fault>;

const defaultDelay: Duration = '5s';

/** The faults that are set, each with its own reproducible dice. */
export class Faults {
  #set: { readonly fault: Fault; readonly random: () => number }[] = [];

  set(faults: readonly Fault[]): void {
    this.#set = faults.map((fault) => ({ fault, random: randomSource(fault.seed ?? fault.kind) }));
  }

  list(): readonly Fault[] {
    return this.#set.map(({ fault }) => fault);
  }

  /** Whether a fault of this kind strikes now. */
  strikes(kind: Fault['kind']): boolean {
    return this.#set.some(({ fault, random }) => fault.kind === kind && random() < fault.rate);
  }

  /** By how many milliseconds the next webhook is late. */
  delayMilliseconds(): number {
    const late = this.#set.find(({ fault, random }) => fault.kind === 'webhook delayed' && random() < fault.rate);
    return late === undefined ? 0 : Math.ceil(late.random() * millisecondsOf(late.fault.delay ?? defaultDelay));
  }
}
