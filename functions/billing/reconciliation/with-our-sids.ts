import { ourSid } from '../../../lib/carrier/our-sid.ts';
import { environment } from '../../../lib/environment/environment.ts';

const atOnce = 50;

type Carried = { readonly service: 'call' | 'message'; readonly id: string };

/** What a carrier lists, with the SIDs that it has here. */
export async function withOurSids<Record extends Carried>(
  carrier: string,
  records: readonly Record[],
): Promise<(Record & { readonly resourceSid: string })[]> {
  const account = environment().carrier.accountSid;
  const found: (Record & { readonly resourceSid: string })[] = [];
  for (let start = 0; start < records.length; start += atOnce) {
    const part = records.slice(start, start + atOnce).map(async (record) => {
      const prefix = record.service === 'call' ? 'CA' : 'SM';
      return { ...record, resourceSid: await ourSid(prefix, { carrier, account, id: record.id }) };
    });
    found.push(...(await Promise.all(part)));
  }
  return found;
}
