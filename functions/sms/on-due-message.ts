import { knownAccount } from '../../lib/access/account-access.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { untilSlot } from '../../lib/pace/wait-for-slot.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { putNotices } from '../../lib/store/notification.ts';
import type { DueMessage } from '../../lib/store/outbox.ts';
import { handToCarrier } from './hand-to-carrier.ts';
import { holdForMessage } from './hold-for-message.ts';
import { holdForSlot } from './hold-for-slot.ts';
import type { Message } from './message.ts';
import { claimed, overdue, queueOverflow, rejected, released, unsettled } from './sending.ts';
import { foundAtCarrier } from './settle-message.ts';
import { accountSuspended, stillAdmitted } from './still-admitted.ts';
import { changedMessage, loadMessage, storeChange } from './store-message.ts';
import { takeSlot } from './take-slot.ts';
import { validUntil } from './waiting.ts';

type Due = DueMessage['due'];

/**
 * A message's time has come to be sent: the instant that it was scheduled for, its slot, or the carrier could not be
 * reached and is asked again. One that comes before its slot is held. Brought twice it is sent once; what has changed
 * meanwhile is left alone.
 */
export async function onMessageToSend({ id: sid }: Due, now: number): Promise<void> {
  const message = await loadMessage(sid);
  if (message === undefined) return;
  const at = isOver(message, now) ? now : await untilSlot(message.slotAt ?? now, now);
  if (at === 'early') return holdForSlot(message, now);
  const after = await taken(message, at);
  if (after === undefined) return;
  const account = await accountOf(message);
  const held =
    message.status === 'scheduled' && after.status === 'queued' ? await holdForMessage(account, after, at) : [];
  if (isRefusal(held)) return unpaid(account, message, held, at);
  if ((await commit([...changedMessage(account, message, after), ...held])) === 'lost') return;
  if (after.askedAt !== undefined) await handToCarrier(account, after, at);
  else await holdForSlot(after, at);
}

/** There is no money for a scheduled message: it fails as one of a suspended account does, and its account is told why. */
async function unpaid(account: Account, message: Message, reason: Refusal, at: number): Promise<void> {
  const notice = { accountSid: message.accountSid, resourceSid: message.sid, severity: 'error' as const, at };
  await commit([
    ...changedMessage(account, message, rejected(message, accountSuspended, at)),
    ...putNotices([{ ...notice, errorCode: reason.code, message: reason.message }]),
  ]);
}

const isOver = (message: Message, at: number): boolean => at >= (validUntil(message) ?? Number.POSITIVE_INFINITY);

/** What becomes of a message whose time has come; `undefined` if it is not there to be sent. */
async function taken(message: Message, at: number): Promise<Message | undefined> {
  const claim = message.status === 'scheduled' ? released(message, at, at) : claimed(message, at);
  if (claim === undefined) return undefined;
  if (isOver(message, at)) return rejected(message, queueOverflow, at);
  const admitted = await stillAdmitted(message);
  if ('errorCode' in admitted) return rejected(message, admitted.errorCode, at);
  if (message.status !== 'scheduled') return claim;
  const slotAt = await takeSlot(message, admitted.messagesPerSecond, at);
  return isRefusal(slotAt) ? rejected(message, queueOverflow, at) : released(message, slotAt, at);
}

/** Nobody knows whether the carrier has the message: it is asked. What it has not yet is looked for again, ever later. */
export async function onMessageToSettle({ id: sid }: Due, now: number): Promise<void> {
  const message = await loadMessage(sid);
  if (message === undefined) return;
  const after = (await foundAtCarrier(message, now)) ?? unsettled(message, now);
  if (after !== undefined) await storeChange(await accountOf(message), message, after);
}

/** No final report came: the message is closed as what is known of it, here or at its carrier. */
export async function onMessageOverdue({ id: sid }: Due, now: number): Promise<void> {
  const message = await loadMessage(sid);
  if (message === undefined) return;
  const known = (await foundAtCarrier(message, now)) ?? message;
  const after = overdue(known, now) ?? (known === message ? undefined : known);
  // Lost to a report: while the message still waits, its entry comes again.
  if (after !== undefined) await storeChange(await accountOf(message), message, after);
}

async function accountOf({ sid, accountSid }: Message) {
  const account = await knownAccount(accountSid);
  if (account === undefined) throw new Error(`${sid} belongs to no account`);
  return account;
}
