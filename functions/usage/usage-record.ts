import { exactNumber } from '../../lib/http/exact-number.ts';
import type { Rollup } from '../../lib/metering/rollup.ts';
import { formatNano } from '../../lib/money/nano.ts';
import { dashedDay } from '../../lib/period/day.ts';
import type { Account } from '../../lib/store/account.ts';
import type { DaySpan } from './calendar.ts';
import { type Category, totalPrice } from './category.ts';
import { figuresOf } from './figures.ts';

/** A Usage Record as Twilio's API shows it (OpenAPI: `api.v2010.account.usage.usage_record`). Days are in GMT. */
export function usageRecord(
  account: Pick<Account, 'sid' | 'currency'>,
  category: Category,
  span: DaySpan,
  rollups: readonly Rollup[],
  now: number,
) {
  const { count, usage, price } = figuresOf(category, span, rollups);
  const records = `/2010-04-01/Accounts/${account.sid}/Usage/Records`;
  const [start, end] = [dashedDay(span.from), dashedDay(span.to)];
  return {
    account_sid: account.sid,
    api_version: '2010-04-01',
    as_of: new Date(now).toISOString().replace(/\.\d+Z$/, '+00:00'),
    category: category.name,
    description: category.description,
    start_date: start,
    end_date: end,
    count: count === undefined ? null : formatNano(count),
    count_unit: category.countUnit,
    usage: formatNano(usage),
    usage_unit: category === totalPrice ? account.currency.toLowerCase() : category.usageUnit,
    price: exactNumber(formatNano(price)),
    price_unit: account.currency.toLowerCase(),
    subresource_uris: Object.fromEntries(
      subresources.map(([name, path]) => [name, `${records}/${path}.json?Category=${category.name}`]),
    ),
    uri: `${records}.json?Category=${category.name}&StartDate=${start}&EndDate=${end}`,
  };
}

const subresources = [
  ['all_time', 'AllTime'],
  ['daily', 'Daily'],
  ['last_month', 'LastMonth'],
  ['monthly', 'Monthly'],
  ['this_month', 'ThisMonth'],
  ['today', 'Today'],
  ['yearly', 'Yearly'],
  ['yesterday', 'Yesterday'],
] as const;
