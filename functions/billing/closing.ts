import { billingDay, type Day } from '../../lib/period/day.ts';
import type { Account } from '../../lib/store/account.ts';

type Closable = Pick<Account, 'status' | 'zone' | 'closedAt'>;

/** Closed, but not over: calls, messages, recordings may live on until they end. */
export const isClosing = ({ status, closedAt }: Closable): boolean => status === 'closed' && closedAt === undefined;

/** The last billed day of an account that is closed for good. */
export const finalDayOf = ({ closedAt, zone }: Closable): Day | undefined =>
  closedAt === undefined ? undefined : billingDay(closedAt - 1, zone);
