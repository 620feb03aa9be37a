import type { LedgerLine } from '../rating/ledger-line.ts';
import { deckFinder } from './deck-in-force.ts';
import { planFinder } from './plan-in-force.ts';
import { ledgerLine } from './rate-usage.ts';
import type { UsageEvent } from './usage-event.ts';

/**
 * Rates usage events by the profile, plan and deck in force at `pricesAsOf`, else when each began; the event's own beginning
 * decides on time bands. Plans and decks are found anew: first versions may be in force since before what a warm function
 * has read.
 */
export function raterAsOf(pricesAsOf: number | undefined, now: number): (event: UsageEvent) => Promise<LedgerLine> {
  const [findPlan, findDeck] = [planFinder(), deckFinder()];
  // What holds at an instant that is not over is read once for all events too.
  const readAt = Math.max(now, (pricesAsOf ?? 0) + 1);
  return async (event) => {
    const at = { ...event, startedAt: pricesAsOf ?? event.startedAt };
    const plan = await findPlan(at, readAt);
    return ledgerLine(event, plan, plan && (await findDeck(plan, at, readAt)));
  };
}
