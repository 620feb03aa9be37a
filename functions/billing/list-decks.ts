import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalInteger, optionalText } from '../../lib/http/parameter.ts';
import { nextPageUri } from '../../lib/http/schema.ts';
import { deckList, deckVersions } from '../../lib/metering/deck-version.ts';
import { DeckAnswer, deckRepresentation } from './deck-representation.ts';
import { pageOfNames } from './page-of-names.ts';

export const ListDecks = z.object({ PageSize: optionalInteger(1, 100), PageToken: optionalText(100) });
export const FetchDeck = z.object({ Deck: z.string() });
export const DeckList = z.object({
  Decks: z.array(z.object({ Deck: z.string(), Uri: z.string() })),
  NextPageUri: nextPageUri(),
});
export const DeckVersions = z.object({ Deck: z.string(), Versions: z.array(DeckAnswer) });

/** The names of the operator's decks, the youngest first. */
export async function listDecks({
  parameters: { PageSize = 50, PageToken },
}: TenantRequest<z.infer<typeof ListDecks>>): Promise<Answer> {
  const { names, next } = await pageOfNames(deckList, PageSize, PageToken);
  return json({
    Decks: names.map((deck) => ({ Deck: deck, Uri: `/v1/Decks/${deck}` })),
    NextPageUri: next && `/v1/Decks?${next}`,
  });
}

/** A deck with all its versions, the latest first. */
export async function fetchDeck({
  parameters: { Deck },
}: TenantRequest<z.infer<typeof FetchDeck>>): Promise<Answer | Refusal> {
  const versions = await deckVersions(Deck);
  if (versions.length === 0) return refuse(20404, Deck);
  return json({ Deck, Versions: versions.map(deckRepresentation).toReversed() });
}
