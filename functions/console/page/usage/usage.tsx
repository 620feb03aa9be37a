import { useState } from 'preact/hooks';
import * as z from 'zod/mini';
import { ask, inAccount } from '../api.ts';
import { amount, measure } from '../figures.ts';
import { Heading } from '../heading.tsx';
import { useLive } from '../live.ts';
import type { PageProps } from '../page-props.ts';
import { UsageRecord } from '../resources.ts';
import { Shown } from '../shown.tsx';
import { Table } from '../table.tsx';
import { BarChart } from './bar-chart.tsx';

const UsageRecords = z.object({ usage_records: z.array(UsageRecord) });
const daysShown = 14;
const recordsMax = 1_000;
const refreshMilliseconds = 10_000;

const spans = {
  Today: 'Today',
  Yesterday: 'Yesterday',
  ThisMonth: 'This month',
  LastMonth: 'Last month',
  AllTime: 'Since the account was made',
} as const;

/** What an account has used: each category's sum over a span, and one category day by day. */
export function Usage({ title }: PageProps) {
  const [span, setSpan] = useState<string>('ThisMonth');
  const [category, setCategory] = useState('totalprice');
  return (
    <>
      <Heading title={title} />
      <label class="short">
        Span
        <select value={span} onChange={(event) => setSpan(event.currentTarget.value)}>
          {Object.entries(spans).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <Sums key={span} span={span} choose={setCategory} />
      <h2>Day by day</h2>
      <Days key={category} category={category} />
      <p>
        <small>Days are counted in GMT. What has just ended appears once it is rated, within seconds.</small>
      </p>
    </>
  );
}

function Sums({ span, choose }: { readonly span: string; readonly choose: (category: string) => void }) {
  const sums = useLive(
    (signal) => ask(UsageRecords, inAccount(`/Usage/Records/${span}.json?PageSize=${recordsMax}`), { signal }),
    refreshMilliseconds,
  );
  return (
    <Shown live={sums}>
      {({ usage_records: records }) => (
        <Table
          rows={records.filter(({ category, count }) => category === 'totalprice' || (count !== null && count !== '0'))}
          caption="Usage by category"
          keyOf={({ category }) => category}
          empty="Nothing has been used in this span."
          columns={[
            {
              head: 'Category',
              cell: ({ category, description }) => (
                <button type="button" class="quiet" onClick={() => choose(category)}>
                  {description}
                </button>
              ),
            },
            {
              head: 'Uses',
              figures: true,
              cell: ({ count, count_unit }) => (count === null ? '' : measure(count, count_unit)),
            },
            {
              head: 'Used',
              figures: true,
              cell: ({ category, usage, usage_unit }) => (category === 'totalprice' ? '' : measure(usage, usage_unit)),
            },
            { head: 'Price', figures: true, cell: ({ price, price_unit }) => amount(price, price_unit) },
          ]}
        />
      )}
    </Shown>
  );
}

function Days({ category }: { readonly category: string }) {
  const days = useLive((signal) => {
    const query = `Category=${category}&StartDate=-${daysShown - 1}days&PageSize=${recordsMax}`;
    return ask(UsageRecords, inAccount(`/Usage/Records/Daily.json?${query}`), { signal });
  }, refreshMilliseconds);
  return (
    <Shown live={days}>
      {({ usage_records: records }) => {
        const [any] = records;
        if (any === undefined) return <p class="empty">There is no day to show yet.</p>;
        const inOrder = [...records].sort((one, other) => (one.start_date < other.start_date ? -1 : 1));
        const unit = any.usage_unit.length === 3 ? any.usage_unit.toUpperCase() : any.usage_unit;
        return (
          <figure>
            <figcaption>{`${any.description} of the last ${daysShown} days, in ${unit}`}</figcaption>
            <BarChart
              title={`${any.description} of each day, in ${unit}`}
              bars={inOrder.map(({ start_date, usage }) => ({
                label: start_date.slice(5),
                height: Number(usage),
                title: `${start_date}: ${usage} ${unit}`,
              }))}
            />
          </figure>
        );
      }}
    </Shown>
  );
}
