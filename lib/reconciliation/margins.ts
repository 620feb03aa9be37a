import { type Nano, subtract, sum } from '../money/nano.ts';
import type { Match } from './reconcile.ts';

/** What an account's matched uses to a destination brought and cost, exactly. */
export type Margin = {
  readonly accountSid: string;
  readonly prefix: string;
  /** The account's. */
  readonly currency: string;
  readonly uses: number;
  /** At list price. */
  readonly revenue: Nano;
  /** In the carrier's currency. */
  readonly cost: Nano;
  /** Undefined where the carrier's currency is another: nobody here knows a rate of exchange. */
  readonly margin: Nano | undefined;
};

/** Margins by account and destination prefix, in that order. */
export function margins(matches: readonly Match[], carrierCurrency: string): Margin[] {
  const groups = Map.groupBy(matches, ({ own }) => `${own.accountSid} ${own.prefix}`);
  return [...groups.keys()].sort().flatMap((key) => {
    const group = groups.get(key) ?? [];
    const [first] = group;
    if (first === undefined) return [];
    const { accountSid, prefix, currency } = first.own;
    const revenue = sum(group.map(({ own }) => own.amount));
    const cost = sum(group.map(({ carrier }) => carrier.cost));
    const margin = currency === carrierCurrency ? subtract(revenue, cost) : undefined;
    return [{ accountSid, prefix, currency, uses: group.length, revenue, cost, margin }];
  });
}
