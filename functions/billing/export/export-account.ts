import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, text } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { optionalInteger } from '../../../lib/http/parameter.ts';
import type { Day } from '../../../lib/period/day.ts';
import { daysOf, periodAt } from '../../../lib/period/period.ts';
import type { Account } from '../../../lib/store/account.ts';
import { period } from '../parameter.ts';
import { exportForms } from './export-form.ts';
import { type ExportPosition, pageTokenOf, positionOf, readExportPage, type WrittenRow } from './export-page.ts';
import { exportSources } from './export-source.ts';

const rowsMax = 5_000;
/** A Lambda answers at most 6 MB, its own JSON around the text included. */
const answerBytesMax = 5_000_000;

export const ExportAccount = z.object({
  /** The account's current period when absent. */
  Period: z.optional(period()),
  /** One local day of the account, `2026-11-03`, in place of a whole period. */
  Day: z.optional(z.iso.date()),
  PageSize: optionalInteger(1, rowsMax),
  /** Where the page before ended, as its Link header says. */
  PageToken: z.optional(z.string().check(z.maxLength(1_500))),
});

type Source = keyof typeof exportSources;
type Form = keyof typeof exportForms;

/**
 * A page of an account's usage events or ledger lines, by local day, then by id: the pages after one another are one file.
 * What was in the table when the first page was read is in it once; of a day that is sealed nothing can be added.
 */
export const exportAccount =
  (source: Source, form: Form) =>
  async ({
    account,
    parameters: { Period, Day, PageSize = rowsMax, PageToken },
    uri,
    now,
  }: TenantRequest<z.infer<typeof ExportAccount>>): Promise<Answer | Refusal> => {
    if (Period !== undefined && Day !== undefined) return refuse(20001, 'Period and Day: give one of the two');
    const span = Day === undefined ? { Period: Period ?? periodAt(now, account.zone) } : { Day };
    const days = 'Day' in span ? [span.Day.replaceAll('-', '')] : daysOf(span.Period);
    const from = PageToken === undefined ? undefined : positionOf(PageToken);
    if (PageToken !== undefined && !days.includes(from?.day ?? '')) return refuse(20001, `PageToken: ${PageToken}`);
    const { contentType, head } = exportForms[form];
    const limits = { rows: PageSize, answerBytes: answerBytesMax };
    const page = await readExportPage(written(account, source, form, days, from), limits);
    const answer = text(contentType, (from === undefined ? head(source) : '') + page.text);
    if (page.next === undefined) return answer;
    const query = new URLSearchParams({ ...span, PageSize: String(PageSize), PageToken: pageTokenOf(page.next) });
    return { ...answer, headers: { ...answer.headers, link: `<${uri.path}?${query}>; rel="next"` } };
  };

async function* written(
  account: Account,
  source: Source,
  form: Form,
  days: readonly Day[],
  from: ExportPosition | undefined,
): AsyncGenerator<WrittenRow> {
  for (const day of days.filter((each) => from === undefined || each >= from.day)) {
    const after = day === from?.day ? from.id : undefined;
    for await (const exported of exportSources[source](account, day, after))
      yield { day, id: exported.id, text: exportForms[form].row(source, exported) };
  }
}
