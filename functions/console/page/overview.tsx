import { BalanceLine } from './balance/balance-line.tsx';
import { LiveCalls } from './calls/live-calls.tsx';
import { Heading } from './heading.tsx';
import type { PageProps } from './page-props.ts';
import { acting } from './session.ts';
import { SubAccounts } from './sub-accounts.tsx';
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
          {!isOperator && <BalanceLine />}
        </dl>
      </article>
      <SubAccounts ofOperator={isOperator} />
      <h2>Live calls</h2>
      <LiveCalls />
      <h2>Usage today</h2>
      <UsageToday />
    </>
  );
}
