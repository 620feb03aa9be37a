import * as z from 'zod/mini';
import { loadAccount } from '../../lib/access/account-access.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalText } from '../../lib/http/parameter.ts';
import { sealableAt } from '../../lib/metering/billing-due.ts';
import { daysOf } from '../../lib/period/period.ts';
import { loadRun } from './billing-run.ts';
import { dispatchRun } from './dispatch-run.ts';
import { period } from './parameter.ts';
import { runRepresentation } from './run-representation.ts';

export const StartRun = z.strictObject({
  /** Only this account; absent: every account that is due. */
  AccountSid: optionalText(34),
  /** Refused unless this period of the account is over; makes no difference otherwise. */
  Period: z.optional(period()),
});

/**
 * Starts a billing run now instead of at the next hour. It seals and closes what is over, and nothing else. Under an
 * Idempotency-Key it is one run.
 */
export async function startRun({
  parameters: { AccountSid, Period },
  caller,
  now,
  newSid,
}: TenantRequest<z.infer<typeof StartRun>>): Promise<Answer | Refusal> {
  if (AccountSid !== undefined) {
    const account = await loadAccount(AccountSid);
    if (account === undefined || account.role === 'operator') return refuse(20404, AccountSid);
    const closableAt = Period === undefined ? now : sealableAt(daysOf(Period).at(-1) ?? '', account.zone);
    if (closableAt > now) {
      return refuse(
        20409,
        `${Period} is open until ${new Date(closableAt).toISOString()} for ${AccountSid} (${account.zone})`,
      );
    }
  }
  const sid = newSid('BR');
  await dispatchRun(sid, caller.sid, now, AccountSid === undefined ? undefined : [AccountSid]);
  const run = await loadRun(sid);
  return run === undefined ? refuse(20404, sid) : json(runRepresentation(run), 202);
}
