import { setTimeout as sleep } from 'node:timers/promises';
import { knownAccount } from '../../lib/access/account-access.ts';
import { machineTime } from '../../lib/clock/clock.ts';
import { asksAgain, overridesOf } from '../../lib/connection/overrides.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { log } from '../../lib/http/log.ts';
import { askProgram, type ProgramAnswer, type ProgramFailure } from '../../lib/program/ask-program.ts';
import { callbackOf } from '../../lib/program/callback.ts';
import { delaySecondsMax, type QueueMessage, sendToQueue } from '../../lib/queue/send-to-queue.ts';
import { notify } from '../../lib/store/notification.ts';
import { type DueMessage, loadOutboxEntry, type OutboxEntry, type OutboxMessage } from '../../lib/store/outbox.ts';
import { entryBefore, keyOf, noteAttempt } from './callback-entry.ts';
import { closedUntil, enter, leave, type Place } from './endpoint.ts';
import { givenUpAfterMilliseconds, nextAttempt } from './next-attempt.ts';

const turnPauseMilliseconds = 100;
const turnPauses = 20;
const requeuedAfterMilliseconds = 700;
/** A callback waits at most so long for the first attempt at the one before it, which may never come. */
const turnAwaitedMilliseconds = 10 * 60 * 1000;

/**
 * Tells a tenant's program what happened. First attempts at one resource's callbacks are made in their order; what
 * fails is tried again for 24 hours and then becomes a dead letter. At least once: the program may hear it twice.
 */
export async function sendCallback(message: OutboxMessage, now: number): Promise<void> {
  const entry = await loadOutboxEntry(message);
  if (entry?.deliveredAt !== undefined) return;
  if (entry?.attempts === undefined) {
    const turn = await itsTurn(message, entry, now);
    if (turn !== 'now') return putOff(message, entry, turn, now);
  }
  await attempt(message, entry, now);
}

/** A later attempt, whose time the entry itself has kept. */
export async function retryCallback(due: DueMessage['due'], now: number): Promise<void> {
  const entry = await loadOutboxEntry(keyOf(due.id));
  if (entry?.duePK === undefined) return; // delivered, expired, or tried by another run meanwhile
  await attempt(entry, entry, now);
}

/** Whether the callback before it has been tried; else in how many milliseconds to look again. */
async function itsTurn(message: OutboxMessage, entry: OutboxEntry | undefined, now: number): Promise<'now' | number> {
  if (entry === undefined || now > entry.createdAt + turnAwaitedMilliseconds) return 'now';
  for (let pauses = 0; pauses <= turnPauses; pauses += 1) {
    const before = await entryBefore(message);
    if (before === undefined || before.attemptedAt !== undefined) return 'now';
    // The one before waits for an endpoint that is closed: nobody is to wait here with it.
    const at = machineTime();
    const closed = pauses === 0 ? await closedUntil(placeOf(message), at) : undefined;
    if (closed !== undefined) return closed - at;
    await sleep(turnPauseMilliseconds);
  }
  return requeuedAfterMilliseconds;
}

const placeOf = (message: OutboxMessage): Place => ({ accountSid: message.accountSid, url: callbackOf(message).url });

/**
 * Lets a callback wait without an attempt: for its turn, or for an endpoint that is closed or busy. Spread over half as
 * long again, so that those that wait do not come all at once. One whose day ends meanwhile is given up.
 */
async function putOff(message: OutboxMessage, entry: OutboxEntry | undefined, milliseconds: number, now: number) {
  const { sid, sequence, accountSid, action, input } = message;
  const body: OutboxMessage = { sid, sequence, accountSid, action, input };
  const wait = Math.ceil(milliseconds * (1 + Math.random() / 2));
  const attempts = entry?.attempts ?? 0;
  if (now + wait > (entry?.createdAt ?? now) + givenUpAfterMilliseconds) return giveUp(message, attempts, now);
  // What its own time has brought stays with the table; all else waits in the queue.
  if (entry?.duePK !== undefined) return noteAttempt(message, { attempts, delivered: false, retryAt: now + wait }, now);
  const delaySeconds = Math.min(Math.ceil(wait / 1_000), delaySecondsMax);
  return queue('callback', { body, accountSid, delaySeconds });
}

async function attempt(message: OutboxMessage, entry: OutboxEntry | undefined, now: number): Promise<void> {
  const { sid, sequence, accountSid } = message;
  const account = await knownAccount(accountSid);
  if (account === undefined) throw new Error(`A callback of an account that does not exist: ${accountSid}`);
  const callback = callbackOf(message);
  const pass = await enter(placeOf(message), machineTime());
  if (pass.kind === 'closed') return putOff(message, entry, pass.until - machineTime(), now);
  const attempts = (entry?.attempts ?? 0) + 1;
  const answer = await askProgram({
    ...callback,
    account,
    idempotencyToken: `${sid}.${sequence}`,
    about: { resourceSid: sid, kind: 'event-callback', attempt: attempts },
  });
  await leave(pass, isAlive(answer), machineTime());
  if (!isRefusal(answer)) return noteAttempt(message, { attempts, delivered: true }, now);
  if (attempts === 1) await tell(message, callback.url, answer, now);
  const { retries } = overridesOf(callback.url);
  if (retries !== undefined && !asksAgain(retries, attempts, answer.failure)) return giveUp(message, attempts, now);
  return tryAgain(message, { createdAt: entry?.createdAt ?? 0, attempts }, now);
}

/** Whoever refuses a request (4xx) is there; who fails, or does not answer, may be gone. */
const isAlive = (answer: ProgramAnswer | ProgramFailure): boolean => !isRefusal(answer) || answer.failure === '4xx';

async function giveUp(message: OutboxMessage, attempts: number, now: number): Promise<void> {
  const { sid, sequence, accountSid, action, input } = message;
  log.warn('An event callback is given up', { sid, sequence, accountSid, attempts });
  await noteAttempt(message, { attempts, delivered: false }, now);
  await queue('callback-dead', { body: { sid, sequence, accountSid, action, input }, accountSid });
}

async function tryAgain(message: OutboxMessage, made: { createdAt: number; attempts: number }, now: number) {
  const { sid, sequence, accountSid, action, input } = message;
  const body: OutboxMessage = { sid, sequence, accountSid, action, input };
  const { attempts } = made;
  const next = nextAttempt(made, now, Math.random());
  if (next.kind === 'never') return giveUp(message, attempts, now);
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
