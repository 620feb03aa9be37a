import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { named, sidOf } from '../../lib/http/schema.ts';
import { isPeriod } from '../../lib/period/period.ts';
import { verifyAccount } from './verify-account.ts';

export const Verify = z.object({
  /** Every period of the account when absent. */
  Period: z.optional(z.string().check(z.refine(isPeriod, 'must be a period such as 2026-11'))),
});

export const VerifyAnswer = named(
  'Verification',
  z.object({
    AccountSid: sidOf('AC'),
    Intact: z.boolean(),
    Periods: z.array(z.string()),
    /** The last period there is: the one that is not closed yet. */
    OpenPeriod: z.string(),
    Statements: z.int(),
    CreditNotes: z.int(),
    Seals: z.int(),
    LedgerLines: z.int(),
    Changed: z.array(z.object({ Kind: z.string(), Item: z.string(), Problem: z.string() })),
  }),
);

/** One request of a tenant reads no more ledger lines than so many; the operator, whose table it is, any number. */
const linesMax = 100_000;

/** Proves an account's statements, credit notes, seals and ledger lines, or names exactly what was changed. Nothing is stored. */
export async function verify({
  account,
  caller,
  parameters: { Period },
}: TenantRequest<z.infer<typeof Verify>>): Promise<Answer | Refusal> {
  const verified = await verifyAccount(account, Period, caller.role === 'operator' ? undefined : linesMax);
  if (isRefusal(verified)) return verified;
  const { periods, openPeriod, statements, creditNotes, seals, lines, changed } = verified;
  const answer: z.input<typeof VerifyAnswer> = {
    AccountSid: account.sid,
    Intact: changed.length === 0,
    Periods: [...periods],
    OpenPeriod: openPeriod,
    Statements: statements,
    CreditNotes: creditNotes,
    Seals: seals,
    LedgerLines: lines,
    Changed: changed.map(({ kind, item, problem }) => ({ Kind: kind, Item: item, Problem: problem })),
  };
  return json(answer);
}
