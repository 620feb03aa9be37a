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
 * future, since what is past is priced. Under an Idempotency-Key it is stored once.
 */
export async function addDeck({
  parameters: { Deck, Currency, EffectiveFrom, Zone, Csv },
  caller,
  now,
  repeated,
  askedAt,
}: TenantRequest<z.infer<typeof AddDeck>>): Promise<Answer | Refusal> {
  const read = readDeckCsv(Csv);
  if ('faults' in read) return refuse(20001, `Csv: ${read.faults.join('; ')}`);
  const earlier = await deckVersions(Deck);
  const [first] = earlier;
  const given = { currency: Currency, zone: Zone ?? 'UTC', effectiveFrom: Date.parse(EffectiveFrom) };
  const kept = await putDeckRates(Deck, read.rates);
  const made = repeated ? madeSince(askedAt, { ...given, ...kept }, earlier) : undefined;
  if (made !== undefined) return json(deckRepresentation(made), 201);
  if (first !== undefined && first.currency !== Currency) {
    return refuse(20001, `Currency: ${Deck} is in ${first.currency}`);
  }
  if (first !== undefined && given.effectiveFrom < now) {
    return refuse(20001, `EffectiveFrom: ${EffectiveFrom} is over, and its usage is priced by an earlier version`);
  }
  const version: DeckVersion = {
    deck: Deck,
    version: earlier.length + 1,
    ...given,
    rates: read.rates.length,
    ...kept,
    createdBy: caller.sid,
    createdAt: now,
  };
  if ((await commit([putDeckVersion(version)])) === 'lost') {
    return refuse(20409, `version ${version.version} of ${Deck} was stored at once`);
  }
  return json(deckRepresentation(version), 201);
}

type Given = Pick<DeckVersion, 'currency' | 'zone' | 'effectiveFrom' | 'sha256'>;

/** The version that an earlier attempt of the same request has stored. */
const madeSince = (
  askedAt: number,
  { currency, zone, effectiveFrom, sha256 }: Given,
  versions: readonly DeckVersion[],
) =>
  versions.find(
    (version) =>
      version.createdAt >= askedAt &&
      version.sha256 === sha256 &&
      version.effectiveFrom === effectiveFrom &&
      version.currency === currency &&
      version.zone === zone,
  );
