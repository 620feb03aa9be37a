import { setTimeout as sleep } from 'node:timers/promises';
import { knownAccount } from '../../lib/access/account-access.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { log } from '../../lib/http/log.ts';
import { askProgram } from '../../lib/program/ask-program.ts';
import { callbackOf } from '../../lib/program/callback.ts';
import { delaySecondsMax, type QueueMessage, sendToQueue } from '../../lib/queue/send-to-queue.ts';
import { notify } from '../../lib/store/notification.ts';
import { type DueMessage, loadOutboxEntry, type OutboxEntry, type OutboxMessage } from '../../lib/store/outbox.ts';
import { entryBefore, keyOf, noteAttempt } from './callback-entry.ts';
import { nextAttempt } from './next-attempt.ts';

const turnPauseMilliseconds = 100;
const turnPauses = 20;
/** A callback waits at most so long for the first attempt at the one before it, which may never come. */
const turnAwaitedMilliseconds = 10 * 60 * 1000;

/**
 * Tells a tenant's program what happened. First attempts at one resource's callbacks are made in their order; what
 * fails is tried again for 24 hours and then becomes a dead letter. At least once: the program may hear it twice.
 */
export async function sendCallback(message: OutboxMessage, now: number): Promise<void> {
  const entry = await loadOutboxEntry(message);
  if (entry?.deliveredAt !== undefined) return;
  if (entry?.attempts === undefined && !(await itsTurn(message, entry, now))) {
    await queue('callback', { body: message, accountSid: message.accountSid, delaySeconds: 1 });
    return;
  }
  await attempt(message, entry, now);
}

/** A later attempt, whose time the entry itself has kept. */
export async function retryCallback(due: DueMessage['due'], now: number): Promise<void> {
  const entry = await loadOutboxEntry(keyOf(due.id));
  if (entry?.duePK === undefined) return; // delivered, expired, or tried by another run meanwhile
  await attempt(entry, entry, now);
}

async function itsTurn(message: OutboxMessage, entry: OutboxEntry | undefined, now: number): Promise<boolean> {
  if (entry === undefined || now > entry.createdAt + turnAwaitedMilliseconds) return true;
  for (let pauses = 0; pauses <= turnPauses; pauses += 1) {
    const before = await entryBefore(message);
    if (before === undefined || before.attemptedAt !== undefined) return true;
    await sleep(turnPauseMilliseconds);
  }
  return false;
}

async function attempt(message: OutboxMessage, entry: OutboxEntry | undefined, now: number): Promise<void> {
  const { sid, sequence, accountSid } = message;
  const account = await knownAccount(accountSid);
  if (account === undefined) throw new Error(`A callback of an account that does not exist: ${accountSid}`);
  const callback = callbackOf(message);
  const attempts = (entry?.attempts ?? 0) + 1;
  const answer = await askProgram({
    ...callback,
    account,
    idempotencyToken: `${sid}.${sequence}`,
    about: { resourceSid: sid, kind: 'event-callback', attempt: attempts },
  });
  if (!isRefusal(answer)) return noteAttempt(message, { attempts, delivered: true }, now);
  if (attempts === 1) await tell(message, callback.url, answer, now);
  await tryAgain(message, { createdAt: entry?.createdAt ?? 0, attempts }, now);
}

async function tryAgain(message: OutboxMessage, made: { createdAt: number; attempts: number }, now: number) {
  const { sid, sequence, accountSid, action, input } = message;
  const body: OutboxMessage = { sid, sequence, accountSid, action, input };
  const { attempts } = made;
  const next = nextAttempt(made, now, Math.random());
  if (next.kind === 'never') {
    log.warn('An event callback is given up', { sid, sequence, accountSid, attempts });
    await noteAttempt(message, { attempts, delivered: false }, now);
    return queue('callback-dead', { body, accountSid });
  }
  const delaySeconds = Math.ceil((next.at - now) / 1000);
  if (delaySeconds > delaySecondsMax) {
    return noteAttempt(message, { attempts, delivered: false, retryAt: next.at }, now);
  }
  await noteAttempt(message, { attempts, delivered: false }, now);
  await queue('callback', { body, accountSid, delaySeconds });
}

/** The first failure is told to the account; the later ones would only repeat it. */
const tell = ({ sid, accountSid }: OutboxMessage, requestUrl: string, { code, message }: Refusal, at: number) =>
  notify([{ accountSid, resourceSid: sid, severity: 'warning', errorCode: code, message, requestUrl, at }]);

async function queue(name: string, message: QueueMessage): Promise<void> {
  if ((await sendToQueue(name, [message])) === 'unknown') throw new Error(`There is no queue ${name}`);
}
