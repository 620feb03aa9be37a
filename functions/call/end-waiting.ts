import { knownAccount } from '../../lib/access/account-access.ts';
import type { Refusal } from '../../lib/error/catalogue.ts';
import { commit } from '../../lib/store/commit.ts';
import { putNotices } from '../../lib/store/notification.ts';
import type { Call } from './call-store.ts';
import { decideStatus } from './decide-status.ts';
import { moveCall } from './move-call.ts';

/**
 * Ends a call that no carrier has, with a Notification where it failed; on condition that nobody has changed it since it
 * was loaded. Lost: it is being placed.
 */
export async function endWaiting(
  call: Call,
  status: 'failed' | 'canceled',
  now: number,
  reason?: Refusal,
): Promise<'committed' | 'lost'> {
  const { sid: resourceSid, accountSid } = call;
  const account = await knownAccount(accountSid);
  if (account === undefined) throw new Error(`${resourceSid} belongs to no account`);
  const decision = decideStatus(call, { status, at: now, durationSeconds: undefined, answeredBy: undefined });
  if (decision.kind === 'ignore') return 'committed';
  const notices = reason === undefined ? [] : [{ errorCode: reason.code, message: reason.message }];
  return commit([
    ...moveCall(account, call, decision, now, undefined),
    ...putNotices(notices.map((notice) => ({ ...notice, accountSid, resourceSid, severity: 'error', at: now }))),
  ]);
}
