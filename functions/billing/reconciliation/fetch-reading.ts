import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { nano } from '../../../lib/money/nano.ts';
import type { Account } from '../../../lib/store/account.ts';
import { type CarrierReading, isReadingSid, loadReading, usesRead } from './carrier-reading.ts';
import { readingRepresentation, statusOf } from './reading-representation.ts';
import { reconcileUses } from './reconcile-uses.ts';
import type { Found } from './report.ts';
import { type ReportForm, reportForms } from './report-forms.ts';

export const FetchReading = z.object({ ReconciliationSid: z.string() });
type Request = TenantRequest<z.infer<typeof FetchReading>>;

/** How far a carrier's list is read and, once all of it is, what it and the ledgers disagree about now. */
export async function fetchReading({ caller, parameters }: Request): Promise<Answer | Refusal> {
  const reading = await readingOf(parameters.ReconciliationSid);
  if (isRefusal(reading)) return reading;
  if (statusOf(reading) !== 'completed') return json(readingRepresentation(reading, undefined));
  const found = await foundBy(caller, reading);
  return isRefusal(found) ? found : json(readingRepresentation(reading, found));
}

/** The same report as CSV; there is none before all is read. */
export const fetchReport =
  (form: Exclude<ReportForm, 'json'>) =>
  async ({ caller, parameters }: Request): Promise<Answer | Refusal> => {
    const reading = await readingOf(parameters.ReconciliationSid);
    if (isRefusal(reading)) return reading;
    const status = statusOf(reading);
    if (status !== 'completed') return refuse(20409, `${reading.sid} is ${reading.problem ?? status}`);
    const found = await foundBy(caller, reading);
    return isRefusal(found) ? found : reportForms[form](found);
  };

async function readingOf(sid: string): Promise<CarrierReading | Refusal> {
  return (isReadingSid(sid) ? await loadReading(sid) : undefined) ?? refuse(20404, sid);
}

async function foundBy(caller: Account, { sid, startsAt, endsAt, currency }: CarrierReading): Promise<Found | Refusal> {
  const uses = (await usesRead(sid)).map(({ quantity, cost, ...use }) => ({
    ...use,
    quantity: BigInt(quantity),
    cost: nano(BigInt(cost)),
  }));
  return reconcileUses(caller, { startsAt, endsAt }, currency, uses);
}
