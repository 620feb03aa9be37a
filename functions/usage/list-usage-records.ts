import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pagingParameters } from '../../lib/http/paging.ts';
import { optionalFlag, optionalText } from '../../lib/http/parameter.ts';
import { type Rollup, rollupsOf } from '../../lib/metering/rollup.ts';
import { type Day, dashedDay, gmtDay } from '../../lib/period/day.ts';
import { type DaySpan, type Granularity, parseDay, spansOf } from './calendar.ts';
import { type Category, categoriesAsked } from './category.ts';
import { familyRollups } from './family-rollups.ts';
import { usageRecord } from './usage-record.ts';

export const ListUsageRecords = z.object({
  Category: optionalText(64),
  StartDate: optionalText(20),
  EndDate: optionalText(20),
  IncludeSubaccounts: optionalFlag(),
  ...pagingParameters,
});
type Request = TenantRequest<z.infer<typeof ListUsageRecords>>;

const pageSizeDefault = 50;
/** Ten years: further back nothing can have been used. */
const daysMax = 3_660;
const millisecondsADay = 86_400_000;

/** Usage by category and days in GMT, as Twilio's Usage Records; rated usage only, which is some seconds behind. */
export const listUsageRecords =
  (granularity: Granularity) =>
  async (request: Request): Promise<Answer | Refusal> => {
    const { account, parameters, uri, now } = request;
    const chosen = categoriesAsked(parameters.Category);
    if ('kind' in chosen) return chosen;
    const asked = daysAsked(request);
    if ('kind' in asked) return asked;
    const size = parameters.PageSize === undefined || parameters.PageSize === 0 ? pageSizeDefault : parameters.PageSize;
    const number = parameters.Page ?? 0;
    const rows = spansOf(granularity, asked, gmtDay(now)).flatMap((span) =>
      chosen.map((category) => ({ span, category })),
    );
    const shown = rows.slice(number * size, (number + 1) * size);
    const rollups = await rollupsFor(request, shown);
    const records = shown.map(({ span, category }) => usageRecord(account, category, span, rollups, now));
    // A page is found by its number: the days stand still, and no token is read.
    const next = rows.length > (number + 1) * size ? asked.to : undefined;
    const previous = number > 0 ? asked.to : undefined;
    return json(pageAnswer('usage_records', records, { size, number, next, previous }, pinned(uri, asked)));
  };

/** Links of pages keep the last day, so that a page does not move when a new day begins. */
function pinned({ path, query }: Request['uri'], { to }: DaySpan): Request['uri'] {
  const parameters = new URLSearchParams(query);
  parameters.set('EndDate', dashedDay(to));
  return { path, query: parameters.toString() };
}

/** From the day on which the account was enrolled until today, unless the request says otherwise; never beyond today. */
function daysAsked({ account, parameters, now }: Request): DaySpan | Refusal {
  const today = gmtDay(now);
  const day = (name: 'StartDate' | 'EndDate', absent: string): string | Refusal => {
    const text = parameters[name];
    if (text === undefined || text === '') return absent;
    return (
      parseDay(text, today) ??
      refuse(20001, `${name}: ${text} is neither a day such as 2026-11-24 nor an offset such as -30days`)
    );
  };
  const from = day('StartDate', gmtDay(account.createdAt));
  const to = day('EndDate', today);
  if (typeof from !== 'string') return from;
  if (typeof to !== 'string') return to;
  if (from > to) return refuse(20001, 'StartDate: it is after EndDate');
  const first = clamped(from, gmtDay(now - daysMax * millisecondsADay), today);
  return { from: first, to: clamped(to, first, today) };
}

const clamped = (day: Day, least: Day, most: Day): Day => (day < least ? least : day > most ? most : day);

function rollupsFor(
  { account, parameters }: Request,
  rows: readonly { span: DaySpan; category: Category }[],
): Promise<Rollup[]> {
  const days = rows.flatMap(({ span }) => [span.from, span.to]).sort();
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) return Promise.resolve([]);
  return parameters.IncludeSubaccounts === false
    ? rollupsOf(account.sid, 'gmt', from, to)
    : familyRollups(account, { from, to });
}
