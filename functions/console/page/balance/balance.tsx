import { Heading } from '../heading.tsx';
import type { PageProps } from '../page-props.ts';
import { linkTo } from '../route.ts';
import { acting, caller } from '../session.ts';
import { Alerts } from './alerts.tsx';
import { Figures } from './figures.tsx';
import { Pay } from './pay.tsx';
import { TopUps } from './top-ups.tsx';
import { UsageLimits } from './usage-limits.tsx';
import { useBalance } from './use-balance.ts';

/** How an account pays, what it has, and what of its tiers' limits is left. */
export function Balance({ title }: PageProps) {
  return (
    <>
      <Heading title={title} />
      {acting.value?.Role === 'operator' ? (
        <p class="empty">
          The operator’s own account is not billed. Act as a tenant, above, to see what that tenant has.
        </p>
      ) : (
        <OwnBalance />
      )}
    </>
  );
}

function OwnBalance() {
  const balance = useBalance();
  return (
    <>
      <Figures balance={balance} />
      <p>
        <a href={linkTo('statements')}>Statements, and a preview of the running month</a>
      </p>
      <h2>Limits</h2>
      <UsageLimits />
      <h2>Top-ups</h2>
      <TopUps mayAdd={caller.value?.Role === 'operator'} added={balance.refresh} />
      <h2>Low balance</h2>
      <Alerts />
      {caller.value?.Role === 'operator' && <Pay balance={balance} />}
    </>
  );
}
