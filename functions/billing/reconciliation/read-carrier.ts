import { CarrierError } from '../../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../../lib/carrier/carriers.ts';
import type { ChargedUse } from '../../../lib/carrier/charged-use.ts';
import { log } from '../../../lib/http/log.ts';
import { commit } from '../../../lib/store/commit.ts';
import { type CarrierReading, loadReading, putProblem, putProgress, type ReadUse } from './carrier-reading.ts';
import { withOurSids } from './with-our-sids.ts';

/** A carrier's clock and ours differ, and so do their ends of a use: so far beside the time uses are read to be matched. */
const marginMilliseconds = 86_400_000;
const recordsMax = 100_000;

/**
 * Reads what a carrier lists, page after page, each with how far it is in one transaction: stopped anywhere and called again, it
 * goes on where it was. Answers whether all is read, or nothing can be; `hasTime` says whether there is any for another page.
 * Throws what the carrier could not do now.
 */
export async function readCarrier(sid: string, hasTime: () => boolean): Promise<boolean> {
  for (;;) {
    const reading = await loadReading(sid);
    if (reading === undefined || reading.reads === 'nothing' || reading.problem !== undefined) return true;
    if (!hasTime()) return false;
    const problem = await readPage(reading, reading.reads);
    if (problem !== undefined) {
      log.error('A carrier’s list was not read', { reading: sid, problem });
      await commit([putProblem(reading, problem)]);
    }
  }
}

/** Reads the next page; why it cannot be read, where that will not change. */
async function readPage(reading: CarrierReading, service: 'call' | 'message'): Promise<string | undefined> {
  const carrier = carrierNamed(reading.carrier);
  if (carrier === undefined) return `There is no carrier ${reading.carrier}`;
  const span = { from: reading.startsAt - marginMilliseconds, to: reading.endsAt + marginMilliseconds };
  const page = await carrier.listCharged({ service, ...span }, reading.after).catch(refusalOf);
  if (typeof page === 'string') return page;
  const foreign = page.uses.find(({ cost, currency }) => cost !== undefined && currency !== reading.currency);
  if (foreign !== undefined) return `${foreign.id} costs ${foreign.currency}, not ${reading.currency}`;
  const records = reading.records + page.uses.length;
  if (records > recordsMax) return `There are more than ${recordsMax} records: ask for a shorter time`;
  const found = await withOurSids(
    reading.carrier,
    page.uses.map((use) => ({ ...use, service })),
  );
  const { after: _, ...rest } = reading;
  const progress = { ...rest, pieces: reading.pieces + 1, records };
  const onward =
    page.next !== undefined
      ? { ...progress, after: page.next }
      : { ...progress, reads: service === 'call' ? ('message' as const) : ('nothing' as const) };
  // Lost: another read the page.
  await commit(
    putProgress(
      reading,
      onward,
      found.map((use) => readUse(use, reading)),
    ),
  );
  return undefined;
}

/** What the carrier refuses it will refuse again; the rest may be tried again. */
function refusalOf(error: unknown): string {
  if (error instanceof CarrierError && error.kind === 'rejected') return error.message;
  throw error;
}

type Found = ChargedUse & { readonly service: 'call' | 'message'; readonly resourceSid: string };

const readUse = (
  { id, resourceSid, service, direction, quantity, cost, at }: Found,
  { startsAt, endsAt }: CarrierReading,
): ReadUse => ({
  ...{ id, resourceSid, direction, quantity: String(quantity), cost: String(cost ?? 0n) },
  isListed: at >= startsAt && at < endsAt,
  isCharged: service === 'call' || (cost !== undefined && cost > 0n),
});
