import * as z from 'zod/mini';
import { ourSid } from '../../../lib/carrier/our-sid.ts';
import { environment } from '../../../lib/environment/environment.ts';
import { type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, json, text } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { currencies } from '../../../lib/money/currency.ts';
import type { Span } from '../../../lib/period/day.ts';
import { type CarrierRecord, readCarrierCsv } from '../../../lib/reconciliation/carrier-csv.ts';
import { margins } from '../../../lib/reconciliation/margins.ts';
import { type CarrierUse, type OwnUse, reconcile } from '../../../lib/reconciliation/reconcile.ts';
import type { Account } from '../../../lib/store/account.ts';
import { subAccountsOf } from '../sub-accounts.ts';
import { ownUsesOf } from './own-uses.ts';
import { differencesCsv, type Found, marginsCsv, reportJson } from './report.ts';

const recordsMax = 20_000;
const differencesMax = 10_000;
const spanMillisecondsMax = 31 * 86_400_000;
const atOnce = 50;

export const ReconcileCarrier = z.object({
  /** The time that the carrier's list is of: from here */
  From: z.iso.datetime(),
  /** up to here, at most 31 days later. */
  To: z.iso.datetime(),
  /** The currency of its costs. */
  Currency: z.enum(currencies),
  /** Its calls and messages, with the head `service,id,direction,quantity,cost`. The whole body where that is `text/csv`. */
  Csv: z.string().check(z.minLength(1)),
});

const forms = {
  json: (found: Found) => json(reportJson(found)),
  differences: (found: Found) => text('text/csv; charset=utf-8', differencesCsv(found)),
  margins: (found: Found) => text('text/csv; charset=utf-8', marginsCsv(found)),
};

/**
 * Matches the carrier's own list with the ledgers of all accounts, and answers what they disagree about and what was earned.
 * It stores nothing: the same list may be sent again whenever more is known.
 */
export const reconcileCarrier =
  (form: keyof typeof forms) =>
  async ({
    caller,
    parameters: { From, To, Currency, Csv },
  }: TenantRequest<z.infer<typeof ReconcileCarrier>>): Promise<Answer | Refusal> => {
    const span = { startsAt: Date.parse(From), endsAt: Date.parse(To) };
    if (span.endsAt <= span.startsAt || span.endsAt - span.startsAt > spanMillisecondsMax)
      return refuse(20001, `To: ${To} must be later than From, by at most 31 days`);
    const read = readCarrierCsv(Csv, recordsMax);
    if ('faults' in read) return refuse(20001, `Csv: ${read.faults.join('; ')}`);
    const [carrierUses, ownUses] = await Promise.all([withOurSids(read.records), usesUnder(caller, span)]);
    const { matches, differences } = reconcile(carrierUses, ownUses);
    if (differences.length > differencesMax)
      return refuse(20001, `Csv: there are ${differences.length} differences, ask for a shorter time`);
    const found = { records: read.records.length, matches, differences, currency: Currency };
    return forms[form]({ ...found, margins: margins(matches, Currency) });
  };

async function withOurSids(records: readonly CarrierRecord[]): Promise<CarrierUse[]> {
  const upstream = environment().carrier.accountSid;
  const found: CarrierUse[] = [];
  for (let start = 0; start < records.length; start += atOnce) {
    const part = records.slice(start, start + atOnce).map(async ({ service, ...record }) => {
      const reference = { carrier: 'twilio', account: upstream, id: record.id };
      return { ...record, resourceSid: await ourSid(service === 'call' ? 'CA' : 'SM', reference) };
    });
    found.push(...(await Promise.all(part)));
  }
  return found;
}

async function usesUnder(parent: Account, span: Span): Promise<OwnUse[]> {
  const found: OwnUse[] = [];
  for (const account of await subAccountsOf(parent)) {
    found.push(...(await ownUsesOf(account, span)), ...(await usesUnder(account, span)));
  }
  return found;
}
