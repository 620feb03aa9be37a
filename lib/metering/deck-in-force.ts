import type { Deck } from '../rating/deck.ts';
import { RateDeck } from '../rating/deck.ts';
import type { RatingPlan } from '../rating/rating-plan.ts';
import { type DeckVersion, deckVersions, latestAt } from './deck-version.ts';
import { knownAsOf } from './known-as-of.ts';

/** Decks are large: so many versions are kept ready while warm. */
const decksKept = 10;
const versionsAsOf = knownAsOf(deckVersions);
const ready = new Map<string, Promise<Deck>>();

/**
 * The version in force, when a use began, of the deck by which a plan prices its meter; undefined where the plan's line
 * names none. Throws where it names one that has no version yet, since a plan is only stored with decks that have.
 */
export async function deckInForce(
  plan: RatingPlan,
  use: { readonly meter: string; readonly startedAt: number },
  now: number,
): Promise<Deck | undefined> {
  const name = plan.lineOf(use.meter)?.deckName;
  if (name === undefined) return undefined;
  const version = latestAt(await versionsAsOf(name, use.startedAt, now), use.startedAt);
  if (version === undefined) return undefined;
  return loadDeck(version);
}

function loadDeck(version: DeckVersion): Promise<Deck> {
  const key = `${version.deck}#${version.version}`;
  const found = ready.get(key);
  if (found !== undefined) return found;
  const [oldest] = ready.keys();
  if (ready.size >= decksKept && oldest !== undefined) ready.delete(oldest);
  const deck = readyDeck(version);
  ready.set(key, deck);
  deck.catch(() => ready.delete(key)); // An outage must not outlive itself.
  return deck;
}

async function readyDeck({ deck: name, version, effectiveFrom, zone, objectKey, sha256 }: DeckVersion): Promise<Deck> {
  // The bucket's client is heavy, and most plans need none.
  const { readDeckRates } = await import('./deck-rates.ts');
  return { name, version, effectiveFrom, zone, rates: new RateDeck(await readDeckRates(objectKey, sha256)) };
}
