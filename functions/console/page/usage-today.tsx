import * as z from 'zod/mini';
import { ask, inAccount } from './api.ts';
import { amount, measure } from './figures.ts';
import { useLive } from './live.ts';
import { MicroService, UsageRecord } from './resources.ts';
import { linkTo } from './route.ts';
import { Shown } from './shown.tsx';

const UsageRecords = z.object({ usage_records: z.array(UsageRecord) });
const MicroServices = z.object({ MicroServices: z.array(MicroService) });
const refreshMilliseconds = 10_000;

/** What each meter has counted today, and what it costs. */
export function UsageToday() {
  const today = useLive(async (signal) => {
    const [{ usage_records: records }, { MicroServices: all }] = await Promise.all([
      ask(UsageRecords, inAccount('/Usage/Records/Today.json?PageSize=1000'), { signal }),
      ask(MicroServices, '/v1/MicroServices', { signal }),
    ]);
    // Records of several meters together would show the same use twice.
    const meters = new Set(all.flatMap(({ Meters }) => Meters.map(({ Name }) => Name)));
    return {
      used: records.filter(({ category, count }) => meters.has(category) && count !== '0'),
      total: records.find(({ category }) => category === 'totalprice'),
    };
  }, refreshMilliseconds);
  return (
    <Shown live={today}>
      {({ used, total }) =>
        used.length === 0 ? (
          <p class="empty">Nothing has been used today. Days are counted in GMT.</p>
        ) : (
          <>
            <dl class="tiles">
              {used.map(({ category, description, count, count_unit, usage, usage_unit }) => (
                <div key={category}>
                  <dt>{description}</dt>
                  <dd>
                    {measure(usage, usage_unit)}
                    <small>{measure(count ?? '0', count_unit)}</small>
                  </dd>
                </div>
              ))}
              {total && (
                <div>
                  <dt>{total.description}</dt>
                  <dd>{amount(total.price, total.price_unit)}</dd>
                </div>
              )}
            </dl>
            <p>
              <a href={linkTo('usage')}>All usage</a>
            </p>
          </>
        )
      }
    </Shown>
  );
}
