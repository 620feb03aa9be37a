import { knownAccount } from '../../lib/access/account-access.ts';
import type { DueMessage } from '../../lib/store/outbox.ts';
import { handToCarrier } from './hand-to-carrier.ts';
import { claimed, overdue } from './message.ts';
import { loadMessage, storeChange } from './store-message.ts';

/**
 * A message's time has come: `message.send`, the carrier could not be reached and is asked again; `message.overdue`,
 * no final report came and the message is closed as what is known of it. What has changed meanwhile is left alone:
 * while it still waits, its entry comes again.
 */
export async function onDueMessage({ what, id: sid }: DueMessage['due'], now: number): Promise<void> {
  const message = await loadMessage(sid);
  if (message === undefined) return;
  const account = await knownAccount(message.accountSid);
  if (account === undefined) throw new Error(`${sid} belongs to no account`);
  const after = what === 'message.send' ? claimed(message, now) : overdue(message, now);
  if (after === undefined || (await storeChange(account, message, after)) === 'lost') return;
  if (what === 'message.send') await handToCarrier(account, after, now);
}
