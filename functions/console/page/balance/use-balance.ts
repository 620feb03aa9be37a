import * as z from 'zod/mini';
import { ask, inPlatformAccount } from '../api.ts';
import { type Live, useLive } from '../live.ts';

const refreshMilliseconds = 10_000;

/** How an account pays, and what it has. Amounts are decimal text. */
const Balance = z.object({
  AccountSid: z.string(),
  Mode: z.enum(['prepaid', 'capped', 'postpaid']),
  PaidBy: z.nullable(z.string()),
  Currency: z.string(),
  Balance: z.string(),
  Held: z.string(),
  Available: z.nullable(z.string()),
  ToppedUp: z.string(),
  Spent: z.string(),
  Cap: z.nullable(z.string()),
  HoldSeconds: z.number(),
  Period: z.string(),
});
export type Balance = z.infer<typeof Balance>;

/** The balance of the account that is looked at. */
export const useBalance = (): Live<Balance> =>
  useLive((signal) => ask(Balance, inPlatformAccount('/Balance'), { signal }), refreshMilliseconds);

/** How an account pays, in a sentence. */
export function wayToPay({ Mode, PaidBy, AccountSid }: Balance): string {
  if (PaidBy !== null && PaidBy !== AccountSid) return 'From its parent account’s balance';
  return { prepaid: 'In advance', capped: 'By statement, up to a limit', postpaid: 'By statement' }[Mode];
}
