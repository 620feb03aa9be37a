import * as z from 'zod/mini';
import { actAs } from './account-choice.tsx';
import { ActionButton } from './action-button.tsx';
import { ask, inAccount } from './api.ts';
import { LiveCalls } from './calls/live-calls.tsx';
import { amount } from './figures.ts';
import { Heading } from './heading.tsx';
import { useList, useLive } from './live.ts';
import type { PageProps } from './pages.ts';
import { ListedAccount, UsageRecord } from './resources.ts';
import { linkTo } from './route.ts';
import { acting, caller } from './session.ts';
import { Shown } from './shown.tsx';
import { ListTable } from './table.tsx';

const usageMilliseconds = 10_000;

/** The account at a glance. */
export function Overview({ title }: PageProps) {
  const account = acting.value;
  if (account === undefined) return null;
  const isOperator = account.Role === 'operator';
  return (
    <>
      <Heading title={title} />
      <article>
        <h2>{account.FriendlyName}</h2>
        <dl>
          <dt>Account SID</dt>
          <dd>
            <code>{account.Sid}</code>
          </dd>
          <dt>Status</dt>
          <dd>{account.Status}</dd>
          <dt>Pays in</dt>
          <dd>{account.Currency}</dd>
          <dt>Time zone</dt>
          <dd>{account.TimeZone}</dd>
        </dl>
      </article>
      {isOperator && <Tenants />}
      <h2>Live calls</h2>
      <LiveCalls />
      <h2>Usage today</h2>
      <UsageToday />
    </>
  );
}

/** The operator's tenants, or the sub-accounts of a tenant. */
function Tenants() {
  const list = useList({
    path: '/2010-04-01/Accounts.json',
    name: 'accounts',
    row: ListedAccount,
    keyOf: ({ sid }) => sid,
  });
  return (
    <>
      <h2>Tenants</h2>
      <ListTable
        list={{ ...list, value: list.value?.filter(({ sid }) => sid !== caller.value?.Sid) }}
        caption="Tenants"
        keyOf={({ sid }) => sid}
        empty="No tenant is enrolled yet. Create one with POST /2010-04-01/Accounts.json and the operator’s credentials."
        columns={[
          { head: 'Name', cell: ({ friendly_name }) => friendly_name },
          { head: 'Account SID', cell: ({ sid }) => <code>{sid}</code> },
          { head: 'Status', cell: ({ status }) => status },
          {
            head: 'Act',
            cell: ({ sid, friendly_name, status }) =>
              status === 'active' && (
                <ActionButton quiet act={() => actAs(sid)} label={`Act as ${friendly_name}`}>
                  Act as this tenant
                </ActionButton>
              ),
          },
        ]}
      />
    </>
  );
}

const UsageRecords = z.object({ usage_records: z.array(UsageRecord) });

function UsageToday() {
  const today = useLive(
    (signal) => ask(UsageRecords, inAccount('/Usage/Records/Today.json?PageSize=100'), { signal }),
    usageMilliseconds,
  );
  return (
    <Shown live={today}>
      {({ usage_records: records }) => {
        const used = records.filter(({ count }) => count !== null && count !== '0');
        const total = records.find(({ category }) => category === 'totalprice');
        if (used.length === 0) return <p class="empty">Nothing has been used today. Days are counted in GMT.</p>;
        return (
          <dl class="tiles">
            {total && (
              <div>
                <dt>Total</dt>
                <dd>{amount(total.price, total.price_unit)}</dd>
              </div>
            )}
            {used.map(({ category, description, count, count_unit, usage, usage_unit }) => (
              <div key={category}>
                <dt>{description}</dt>
                <dd>
                  {usage} {usage_unit}
                  <small>
                    {count} {count_unit}
                  </small>
                </dd>
              </div>
            ))}
            <div>
              <dt>More</dt>
              <dd>
                <a href={linkTo('usage')}>All usage</a>
              </dd>
            </div>
          </dl>
        );
      }}
    </Shown>
  );
}
