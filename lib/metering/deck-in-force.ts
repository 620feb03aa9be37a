import { type Deck, RateDeck } from '../rating/deck.ts';
import { type RatingPlan, versionAt } from '../rating/rating-plan.ts';
import { readDeckRates } from './deck-rates.ts';
import { type DeckVersion, deckVersions } from './deck-version.ts';
import { knownAsOf } from './known-as-of.ts';

/** Decks are large: so many versions are kept ready while warm. */
const decksKept = 10;
const ready = new Map<string, Promise<Deck>>();

type Use = { readonly meter: string; readonly startedAt: number };

/** Finds decks in force, from what it has read before where that cannot have changed (`knownAsOf`). */
export function deckFinder(): (plan: RatingPlan, use: Use, now: number) => Promise<Deck | undefined> {
  const versionsAsOf = knownAsOf(deckVersions);
  return async (plan, { meter, startedAt }, now) => {
    const name = plan.lineOf(meter)?.deckName;
    if (name === undefined) return undefined;
    const version = versionAt(await versionsAsOf(name, startedAt, now), startedAt);
    return version && loadDeck(version);
  };
}

/**
 * The version in force, when a use began, of the deck by which a plan prices its meter; undefined where the plan's line
 * names none, or one without a version then.
 */
export const deckInForce = deckFinder();

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
  return { name, version, effectiveFrom, zone, rates: new RateDeck(await readDeckRates(objectKey, sha256)) };
}
