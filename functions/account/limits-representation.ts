import * as z from 'zod/mini';
import { requestsPerSecondOf } from '../../lib/access/request-limit.ts';
import { named, sidOf } from '../../lib/http/schema.ts';
import type { Account } from '../../lib/store/account.ts';

/** An account's limits: what the operator set for it, and what is in force, the strictest of its own, its parent's and everybody's. */
export const LimitsAnswer = named(
  'Limits',
  z.object({
    AccountSid: sidOf('AC'),
    RequestsPerSecond: z.nullable(z.int()),
    InForce: z.object({ RequestsPerSecond: z.int() }),
  }),
);

/** An account's limits as `/v1` answers them. */
export const limitsRepresentation = async (account: Account): Promise<z.input<typeof LimitsAnswer>> => ({
  AccountSid: account.sid,
  RequestsPerSecond: account.requestsPerSecond ?? null,
  InForce: { RequestsPerSecond: await requestsPerSecondOf(account) },
});
