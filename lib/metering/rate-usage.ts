import { watchBalances } from '../balance/watch-balances.ts';
import { log } from '../http/log.ts';
import { zero } from '../money/nano.ts';
import type { Deck } from '../rating/deck.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import { listPrice } from '../rating/list-price.ts';
import type { ListPrice, RatingPlan } from '../rating/rating-plan.ts';
import { announceUsage } from './announce-usage.ts';
import { deckInForce } from './deck-in-force.ts';
import { planInForce } from './plan-in-force.ts';
import { noteActiveSubAccounts } from './sub-account.ts';
import { tellTriggers } from './tell-triggers.ts';
import type { UsageEvent } from './usage-event.ts';
import { writeLedger } from './write-ledger.ts';

/**
 * Rates usage events and writes their ledger lines and rollups, and pays for them from balances, each once ever, however often it is called with them
 * (billing.md, rule 4), and has Usage Triggers looked at. Throws when the table does not take them; what was written before
 * stays, and is skipped next time. Where the operator has an endpoint for usage events, nothing is rated that is not on its
 * way there: so what the stream loses is announced when its day is sealed.
 */
export async function rateUsage(events: readonly UsageEvent[], now: number): Promise<void> {
  await announceUsage(events);
  const lines: LedgerLine[] = [];
  for (const event of events) {
    const plan = await planInForce(event, now);
    lines.push(ledgerLine(event, plan, plan && (await deckInForce(plan, event, now))));
  }
  await noteActiveSubAccounts(events);
  const payments = await writeLedger(lines, now);
  reportUnrated(lines);
  await watchBalances(payments, now);
  // Also when every line was there before: whoever wrote it may have died before it told.
  await tellTriggers([...new Set(events.map(({ accountSid }) => accountSid))], now);
}

/** What the alarm of functions/usage/functions.yml counts: its filter reads this very message. */
export const unratedMessage = 'Usage without a price';

function reportUnrated(lines: readonly LedgerLine[]): void {
  for (const { accountSid, id, unrated, plan, version, destination } of lines) {
    if (unrated !== undefined)
      log.error(unratedMessage, { accountSid, id, reason: unrated, plan, version, destination });
  }
}

/**
 * The ledger line of a usage event by a plan, and by the deck that its line names: a function of these alone. Without a
 * price it is UNRATED, never free.
 */
export function ledgerLine(event: UsageEvent, plan: RatingPlan | undefined, deck?: Deck): LedgerLine {
  const { partition, configurationVersion, origin, ...fact } = event;
  const quantity = BigInt(event.quantity);
  const use = { meter: event.meter, quantity, destination: event.destination, origin, startedAt: event.startedAt };
  const price: ListPrice = plan === undefined ? { kind: 'unrated', reason: 'no-plan' } : listPrice(use, plan, deck);
  const version = plan === undefined ? {} : versionOf(plan);
  if (price.kind === 'unrated') {
    const nothing = { billedUnits: 0n, per: 1, connect: zero, amount: zero };
    return { ...fact, ...version, quantity, ...nothing, unrated: price.reason };
  }
  const { kind, prefix, originPrefix, profile, ...priced } = price;
  return {
    ...fact,
    ...version,
    quantity,
    ...priced,
    ...(prefix === undefined ? {} : { prefix }),
    ...(profile === undefined ? {} : { profile }),
    ...(originPrefix === undefined ? {} : { origin, originPrefix }),
    ...(deck === undefined ? {} : { deck: `${deck.name}#${deck.version}` }),
  };
}

const versionOf = ({ name, version, tier }: RatingPlan) => ({
  plan: name,
  version,
  ...(tier === undefined ? {} : { tier: tier.name }),
});
