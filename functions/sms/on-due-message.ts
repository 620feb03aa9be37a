import { setTimeout as sleep } from 'node:timers/promises';
import { knownAccount } from '../../lib/access/account-access.ts';
import type { DueMessage } from '../../lib/store/outbox.ts';
import { handToCarrier } from './hand-to-carrier.ts';
import { holdForSlot } from './hold-for-slot.ts';
import type { Message } from './message.ts';
import { isStopped } from './opt-out.ts';
import { claimed, overdue, rejected } from './sending.ts';
import { loadMessage, storeChange } from './store-message.ts';

/** A queue holds a message for whole seconds; so much may be left when it comes. */
const waitedForMilliseconds = 1_000;

type Due = DueMessage['due'];

/**
 * A message's time has come to be sent: its slot, or the carrier could not be reached and is asked again. One that
 * comes before its slot is held. Brought twice it is sent once; what has changed meanwhile is left alone.
 */
export async function onMessageToSend({ id: sid }: Due, now: number): Promise<void> {
  const message = await loadMessage(sid);
  if (message === undefined) return;
  const early = (message.slotAt ?? now) - now;
  if (early > waitedForMilliseconds) return holdForSlot(message, now);
  if (early > 0) await sleep(early);
  const at = now + Math.max(0, early);
  const claim = claimed(message, at);
  if (claim === undefined) return;
  // Who has said STOP while it waited gets it no more.
  const after = (await isUnwanted(message)) ? rejected(message, 21610, at) : claim;
  const account = await accountOf(message);
  if ((await storeChange(account, message, after)) === 'lost') return;
  if (after.askedAt !== undefined) await handToCarrier(account, after, at);
}

const isUnwanted = async ({ accountSid, from: own, to: person, confirmsOptOut }: Message): Promise<boolean> =>
  confirmsOptOut !== true && (await isStopped({ accountSid, own, person }));

/** No final report came: the message is closed as what is known of it. */
export async function onMessageOverdue({ id: sid }: Due, now: number): Promise<void> {
  const message = await loadMessage(sid);
  if (message === undefined) return;
  const after = overdue(message, now);
  // Lost to a report: while the message still waits, its entry comes again.
  if (after !== undefined) await storeChange(await accountOf(message), message, after);
}

async function accountOf({ sid, accountSid }: Message) {
  const account = await knownAccount(accountSid);
  if (account === undefined) throw new Error(`${sid} belongs to no account`);
  return account;
}
