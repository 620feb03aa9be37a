import type { Rollup } from '../../lib/metering/rollup.ts';
import { divideHalfAway, formatNano, nano } from '../../lib/money/nano.ts';
import { dashedDay } from '../../lib/period/day.ts';
import type { Account } from '../../lib/store/account.ts';
import type { DaySpan } from './calendar.ts';
import { type Category, totalPrice } from './category.ts';

/** A JSON number written digit by digit: Twilio's schema wants a number for `price`, and a float would not be exact. */
const exactNumber = (digits: string): unknown =>
  (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits);

/** A Usage Record as Twilio's API shows it (OpenAPI: `api.v2010.account.usage.usage_record`). Days are in GMT. */
export function usageRecord(
  account: Pick<Account, 'sid' | 'currency'>,
  category: Category,
  span: DaySpan,
  rollups: readonly Rollup[],
  now: number,
) {
  const names = new Set(category.meters.map(({ name }) => name));
  const own = rollups.filter(({ day, meter }) => names.has(meter) && span.from <= day && day <= span.to);
  const price = formatNano(nano(total(own.map(({ amount }) => amount))));
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
    ...(category === totalPrice
      ? { count: null, count_unit: '', usage: price, usage_unit: account.currency.toLowerCase() }
      : {
          count: String(total(own.map(({ lines }) => lines))),
          count_unit: category.countUnit,
          usage: used(category, own),
          usage_unit: category.usageUnit,
        }),
    price: exactNumber(price),
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

/** Billed units in the category's own unit: seconds become minutes, to the hundredth. */
function used({ meters, usageUnit }: Category, rollups: readonly Rollup[]): string {
  const seconds = usageUnit === 'minutes' && meters.every(({ unit }) => unit.endsWith('second'));
  const units = total(rollups.map(({ billedUnits }) => billedUnits));
  if (!seconds) return String(units);
  const hundredths = divideHalfAway(units * 100n, 60n);
  return formatNano(nano(hundredths * 10_000_000n));
}

const total = (values: readonly bigint[]): bigint => values.reduce((left, right) => left + right, 0n);
