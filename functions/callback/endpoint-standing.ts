/** At most so many callbacks are under way to one endpoint at a time. */
const slots = 10;
/** Longer than an attempt may take: whoever held a place is dead by then. */
export const leaseMilliseconds = 20_000;
const failuresMax = 5;
const firstClosedMilliseconds = 30_000;
const longestClosedMilliseconds = 5 * 60_000;

/** The attributes in which the places of an endpoint are leased. */
export const slotNames = Array.from({ length: slots }, (_, slot) => `slot${slot}`);

/** How an endpoint stands: failures in a row, until when it is closed, until when each place is leased; epoch milliseconds. */
export type Endpoint = {
  readonly failures?: number | undefined;
  readonly closedUntil?: number | undefined;
  readonly [slot: string]: number | undefined;
};

/** A place that is free at an instant, by `chance` in [0, 1); undefined where all are taken. Pure. */
export function freeSlot(endpoint: Endpoint, at: number, chance: number): string | undefined {
  const free = slotNames.filter((name) => (endpoint[name] ?? 0) < at);
  return free[Math.floor(chance * free.length)];
}

/** Until when an endpoint is closed that has failed so often in a row: 30 s, doubling up to five minutes. Pure. */
export function closedAfter(failures: number, at: number): number | undefined {
  if (failures < failuresMax) return undefined;
  return at + Math.min(firstClosedMilliseconds * 2 ** (failures - failuresMax), longestClosedMilliseconds);
}
