import * as z from 'zod/mini';
import { iso8601 } from '../../lib/http/date.ts';
import { currencyCode, instant, named } from '../../lib/http/schema.ts';
import type { DeckVersion } from '../../lib/metering/deck-version.ts';

/** A deck's version as it is answered: all but its rates. */
export const DeckAnswer = named(
  'Deck',
  z.object({
    Deck: z.string(),
    Version: z.int(),
    Currency: currencyCode(),
    Zone: z.nullable(z.string()),
    EffectiveFrom: instant(),
    Rates: z.int(),
    Sha256: z.string(),
    DateCreated: instant(),
  }),
);

/** A deck's version as `/v1` answers it. */
export const deckRepresentation = (version: DeckVersion): z.input<typeof DeckAnswer> => ({
  Deck: version.deck,
  Version: version.version,
  Currency: version.currency,
  Zone: version.zone ?? null,
  EffectiveFrom: iso8601(version.effectiveFrom),
  Rates: version.rates,
  Sha256: version.sha256,
  DateCreated: iso8601(version.createdAt),
});
