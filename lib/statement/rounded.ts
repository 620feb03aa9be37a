import { type Currency, percentOf, roundToMinor } from '../money/currency.ts';
import { add, type Nano, sum } from '../money/nano.ts';
import type { Tax } from './statement.ts';

/** What of an exact amount is paid. */
export interface Rounded {
  /** A whole number of minor units. */
  readonly net: Nano;
  /** What the rounding left: `exact = net + carriedOut`. */
  readonly carriedOut: Nano;
  /** Each on `net`, in the order of names. */
  readonly taxes: readonly (Tax & { readonly amount: Nano })[];
  readonly payable: Nano;
}

/** Rounded once; then each tax on what is rounded, rounded once (billing.md, rule 10). */
export function rounded(exact: Nano, inForce: readonly Tax[], currency: Currency): Rounded {
  const { payable: net, remainder: carriedOut } = roundToMinor(exact, currency);
  const byName = [...inForce].sort((left, right) => (left.name < right.name ? -1 : 1));
  const taxes = byName.map((tax) => ({ ...tax, amount: percentOf(net, tax.rate, currency) }));
  return { net, carriedOut, taxes, payable: add(net, sum(taxes.map(({ amount }) => amount))) };
}
