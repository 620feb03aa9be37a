import { amount } from '../figures.ts';
import { linkTo } from '../route.ts';
import { useBalance, wayToPay } from './use-balance.ts';

/** What an account has, in one line of its facts; the Balance page says more. */
export function BalanceLine() {
  const { value } = useBalance();
  if (value === undefined) return null;
  const { Available, Spent, Currency, Period } = value;
  const figure =
    Available === null ? `${amount(Spent, Currency)} charged in ${Period}` : `${amount(Available, Currency)} available`;
  return (
    <>
      <dt>Balance</dt>
      <dd>
        <a href={linkTo('balance')}>{figure}</a> ({wayToPay(value).toLowerCase()})
      </dd>
    </>
  );
}
