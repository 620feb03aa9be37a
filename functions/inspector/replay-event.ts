import type * as z from 'zod/mini';
import { open } from '../../lib/access/secret.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Exchange, idOf, ownerOf } from '../../lib/exchange/exchange.ts';
import { keepExchanges } from '../../lib/exchange/keep-exchange.ts';
import { loadExchangeOf } from '../../lib/exchange/load-exchange.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { askProgram } from '../../lib/program/ask-program.ts';
import { type Callback, callbackOf } from '../../lib/program/callback.ts';
import { loadOutboxEntry, noteDelivered, type OutboxKey } from '../../lib/store/outbox.ts';
import { eventInstance } from './event-representation.ts';
import type { EventPath } from './fetch-event.ts';

/**
 * Sends a past request to the account's program again: the same URL, parameters and idempotency token, a new signature,
 * and a header that says that it is a replay. What it answers is shown and kept; TwiML in it is not executed. A callback
 * that had not been delivered, a dead letter too, is delivered if the program takes it.
 */
export async function replayEvent({
  account,
  parameters,
  uri,
  now,
}: TenantRequest<z.infer<typeof EventPath>>): Promise<Answer | Refusal> {
  const exchange = await loadExchangeOf(account.sid, parameters.Id, now);
  if (exchange === undefined) return refuse(20404, uri.path);
  const request = await requestOf(exchange);
  if (isRefusal(request)) return request;
  const replayOf = idOf(exchange);
  const { kind, resourceSid, idempotencyToken = '' } = exchange;
  if (kind !== 'application-logic' && kind !== 'event-callback') return onlyPrograms;
  const about = { resourceSid, kind, attempt: exchange.attempt, replayOf };
  const answer = await askProgram({ account, ...request, idempotencyToken, about });
  if (kind === 'event-callback' && !isRefusal(answer)) await noteDelivered(entryKey(exchange), now);
  // A redirect makes several: the last one has the answer.
  const replay = (await keepExchanges()).findLast((kept) => kept.replayOf === replayOf);
  if (replay === undefined) return refuse(20503, 'the request was sent again, but its outcome could not be kept');
  return created({ ...eventInstance(replay), TwimlExecuted: false });
}

const onlyPrograms = refuse(20409, 'only what was sent to a program of the account can be sent again');

/** What was sent, whole; a refusal where it is not kept so. */
async function requestOf(exchange: Exchange): Promise<Callback | Refusal> {
  const { accountSid, resourceSid, url, urlSealed, method, request, isErased, counterpart } = exchange;
  if (counterpart !== 'program') return onlyPrograms;
  if (isErased === true) return refuse(20409, 'what was said is erased, with what it was about');
  if (method !== 'GET' && method !== 'POST') return onlyPrograms;
  if (request.isWhole) {
    const sent = urlSealed === undefined ? url : await open(urlSealed, ownerOf(accountSid, resourceSid));
    return { url: sent, method, parameters: Object.fromEntries(new URLSearchParams(request.body)) };
  }
  // A callback's outbox entry has all of it, for three days.
  const entry = exchange.kind === 'event-callback' ? await loadOutboxEntry(entryKey(exchange)) : undefined;
  return entry === undefined ? refuse(20409, 'the request is not kept whole') : callbackOf(entry);
}

/** A callback's idempotency token names its outbox entry. */
function entryKey({ idempotencyToken = '' }: Exchange): OutboxKey {
  const [sid = '', sequence = ''] = idempotencyToken.split('.');
  return { sid, sequence };
}
