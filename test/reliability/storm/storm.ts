import type { UsageEvent } from '../../../lib/metering/usage-event.ts';
import type { Faults } from './faults.ts';

/** A consumer of the stream: answers what is to be delivered again. When it throws, that is the whole batch. */
export type Consumer = (batch: readonly UsageEvent[]) => Promise<readonly UsageEvent[]>;

export type Storm = {
  readonly events: readonly UsageEvent[];
  readonly consumer: Consumer;
  readonly faults: Faults;
  readonly random: () => number;
  /** Lets more than ten minutes go by. */
  readonly wait: () => void;
  readonly report?: (delivered: number, left: number) => void;
};

const batchMax = 100;

/**
 * Delivers each event one to five times in random order, in batches that are cut anew each time, to two consumers at once
 * or to one that dies at each of its requests in turn; now and then more than ten minutes go by. Ends when nothing is
 * left to be delivered.
 */
export async function rage({ events, consumer, faults, random, wait, report }: Storm) {
  const deliveries = shuffled(
    events.flatMap((event) => Array.from({ length: 1 + Math.floor(random() * 5) }, () => event)),
    random,
  );
  const delivered = { deliveries: deliveries.length, batches: 0, gaps: 0 };
  const roundsMax = 100 + deliveries.length;
  let life = 0;
  for (let round = 0; deliveries.length > 0; round += 1) {
    if (round > roundsMax) throw new Error(`The storm does not end: ${deliveries.length} deliveries are left.`);
    const cut = () => deliveries.splice(0, 1 + Math.floor(random() * batchMax));
    const dying = round % 3 === 0;
    if (dying) faults.dieAfter(life);
    const batches = [cut(), ...(dying ? [] : [cut()])].filter((batch) => batch.length > 0);
    const again = await Promise.all(batches.map((batch) => consumer(batch).catch(() => batch)));
    const died = faults.revive();
    if (dying) life = died ? life + 1 : 0; // it outlived its requests: begin again with the first
    delivered.batches += batches.length;
    deliveries.push(...(died ? batches : again).flat());
    if (random() < 0.01) {
      wait();
      delivered.gaps += 1;
    }
    report?.(delivered.deliveries - deliveries.length, deliveries.length);
  }
  return delivered;
}

/** In an order that `random` draws. */
export function shuffled<Value>(values: readonly Value[], random: () => number): Value[] {
  return values
    .map((value) => ({ value, order: random() }))
    .sort((left, right) => left.order - right.order)
    .map(({ value }) => value);
}
