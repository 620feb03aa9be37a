import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import type { Answer } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { readCarrierCsv } from '../../../lib/reconciliation/carrier-csv.ts';
import { spanOf, spanParameters } from './carrier-span.ts';
import { reconcileUses } from './reconcile-uses.ts';
import { type ReportForm, reportForms } from './report-forms.ts';
import { withOurSids } from './with-our-sids.ts';

const recordsMax = 20_000;

export const ReconcileCarrier = z.object({
  ...spanParameters,
  /** Its calls and messages, with the head `service,id,direction,quantity,cost`. The whole body where that is `text/csv`. */
  Csv: z.string().check(z.minLength(1)),
});

/**
 * Matches the carrier's own list with the ledgers of all accounts, and answers what they disagree about and what was earned.
 * It stores nothing: the same list may be sent again whenever more is known.
 */
export const reconcileCarrier =
  (form: ReportForm) =>
  async ({
    caller,
    parameters: { From, To, Currency, Csv },
  }: TenantRequest<z.infer<typeof ReconcileCarrier>>): Promise<Answer | Refusal> => {
    const span = spanOf({ From, To });
    if (isRefusal(span)) return span;
    const read = readCarrierCsv(Csv, recordsMax);
    if ('faults' in read) return refuse(20001, `Csv: ${read.faults.join('; ')}`);
    const records = await withOurSids('twilio', read.records);
    const listed = records.map((record) => ({ ...record, isListed: true, isCharged: true }));
    const found = await reconcileUses(caller, span, Currency, listed);
    return isRefusal(found) ? found : reportForms[form](found);
  };
