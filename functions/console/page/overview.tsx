import { chooseAccount } from './account-choice.tsx';
import { ActionButton } from './action-button.tsx';
import { LiveCalls } from './calls/live-calls.tsx';
import { Heading } from './heading.tsx';
import { useList } from './live.ts';
import type { PageProps } from './page-props.ts';
import { ListedAccount } from './resources.ts';
import { acting, caller } from './session.ts';
import { ListTable } from './table.tsx';
import { UsageToday } from './usage-today.tsx';

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
                <ActionButton quiet act={() => chooseAccount(sid)} label={`Act as ${friendly_name}`}>
                  Act as this tenant
                </ActionButton>
              ),
          },
        ]}
      />
    </>
  );
}
