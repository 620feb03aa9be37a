import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { putDeckRates } from '../../lib/metering/deck-rates.ts';
import { type DeckVersion, deckVersions, putDeckVersion } from '../../lib/metering/deck-version.ts';
import { currencies } from '../../lib/money/currency.ts';
import { isZone } from '../../lib/period/day.ts';
import { readDeckCsv } from '../../lib/rating/deck-csv.ts';
import { DeckName } from '../../lib/rating/price-schema.ts';
import { commit } from '../../lib/store/commit.ts';
import { deckRepresentation } from './deck-representation.ts';

export const AddDeck = z.object({
  Deck: DeckName,
  Currency: z.enum(currencies),
  /** Uses that begin from here on are priced by this version. */
  EffectiveFrom: z.iso.datetime(),
  /** The IANA zone of its time bands; UTC when absent. */
  Zone: z.optional(z.string().check(z.refine(isZone, 'must be an IANA zone such as Europe/London'))),
  /** The rates, with a head: `prefix,price` and what else there is. The whole body where that is `text/csv`. */
  Csv: z.string().check(z.minLength(1)),
});

/**
 * Loads a deck, or the next version of one, all or nothing: what is wrong is named by line and column. Versions are
 * immutable and numbered from 1. A deck's first version may be in force since any time; a later one begins in the
 * future, since what is past is priced.
 */
export async function addDeck({
  parameters: { Deck, Currency, EffectiveFrom, Zone, Csv },
  caller,
  now,
}: TenantRequest<z.infer<typeof AddDeck>>): Promise<Answer | Refusal> {
  const read = readDeckCsv(Csv);
  if ('faults' in read) return refuse(20001, `Csv: ${read.faults.join('; ')}`);
  const earlier = await deckVersions(Deck);
  const [first] = earlier;
  if (first !== undefined && first.currency !== Currency) {
    return refuse(20001, `Currency: ${Deck} is in ${first.currency}`);
  }
  const effectiveFrom = Date.parse(EffectiveFrom);
  if (first !== undefined && effectiveFrom < now) {
    return refuse(20001, `EffectiveFrom: ${EffectiveFrom} is over, and its usage is priced by an earlier version`);
  }
  const version: DeckVersion = {
    deck: Deck,
    version: earlier.length + 1,
    currency: Currency,
    zone: Zone ?? 'UTC',
    effectiveFrom,
    rates: read.rates.length,
    ...(await putDeckRates(Deck, read.rates)),
    createdBy: caller.sid,
    createdAt: now,
  };
  if ((await commit([putDeckVersion(version)])) === 'lost') {
    return refuse(20409, `version ${version.version} of ${Deck} was stored at once`);
  }
  return json(deckRepresentation(version), 201);
}
