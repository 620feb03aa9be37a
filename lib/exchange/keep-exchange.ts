import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { EntityParser } from 'dynamodb-toolbox/entity/actions/parse';
import { seal } from '../access/secret.ts';
import { now } from '../clock/clock.ts';
import { environment } from '../environment/environment.ts';
import { log } from '../http/log.ts';
import { documents } from '../store/table.ts';
import { type Exchange, ExchangeEntity, type ExchangeKind, exchangeKeys } from './exchange.ts';
import { isTextual, redacted, redactedUrl, shownHeaders } from './redact.ts';

const batchMax = 25; // DynamoDB's
/** What one run of a function keeps; what is beyond it is counted and dropped. */
const exchangesMax = 100;
/** The most that keeping may cost a request, when the table does not answer. */
const keptWithinMilliseconds = 1_000;

/** Whose exchange it is, and about which resource. */
export type Concern = { readonly accountSid: string; readonly resourceSid: string };

type Headers = Readonly<Record<string, string | undefined>>;

/** An exchange as it took place, secrets and all: nothing of it is kept before it is redacted. */
export type NewExchange = {
  readonly concern: Concern;
  readonly kind: ExchangeKind;
  readonly direction: 'outbound' | 'inbound';
  readonly counterpart: string;
  readonly attempt?: number | undefined;
  readonly method: string;
  readonly url: string;
  /** When it began and ended, by `performance.now()`. */
  readonly began: number;
  readonly ended: number;
  readonly request: { readonly headers: Headers; readonly body: string };
  /** Undefined where there was none; `bytes` counts a body that is no text. */
  readonly response:
    | { readonly status: number; readonly headers: Headers; readonly body: string; readonly bytes?: number }
    | undefined;
  readonly failure?: { readonly code?: number | undefined; readonly message: string } | undefined;
  readonly idempotencyToken?: string | undefined;
  readonly replayOf?: string | undefined;
  /** Texts that are masked wherever they stand: the token that signed it, the carrier's account. */
  readonly secrets: readonly string[];
};

const waiting: NewExchange[] = [];
let dropped = 0;

/** Notes an exchange; it is written when the request or the batch that it is part of has been dealt with. */
export function noteExchange(exchange: NewExchange): void {
  if (waiting.length < exchangesMax) waiting.push(exchange);
  else dropped += 1;
}

/**
 * Writes what was noted, in one batch: after the work, before the answer. It never fails, and costs at most a second:
 * what the table does not take in that time is lost, and a log line counts it. Answers what it wrote.
 */
export async function keepExchanges(): Promise<readonly Exchange[]> {
  if (waiting.length === 0) return [];
  const exchanges = waiting.splice(0);
  const tooMany = dropped;
  dropped = 0;
  try {
    const instant = { at: now(), monotonic: performance.now() };
    const kept = await Promise.all(exchanges.map((exchange) => keptForm(exchange, instant)));
    const batches = Array.from({ length: Math.ceil(kept.length / batchMax) }, (_, batch) =>
      kept.slice(batch * batchMax, (batch + 1) * batchMax),
    );
    const left = await inTime(Promise.all(batches.map(write)));
    const lost = tooMany + left.reduce((sum, count) => sum + count, 0);
    if (lost > 0) log.warn('Exchanges were not kept', { lost });
    return kept;
  } catch (error) {
    log.warn('Exchanges were not kept', { lost: exchanges.length + tooMany, error });
    return [];
  }
}

/** Does not wait longer; throws then. */
async function inTime<Outcome>(work: Promise<Outcome>): Promise<Outcome> {
  const late = new AbortController();
  const limit = sleep(keptWithinMilliseconds, undefined, { signal: late.signal }).then(() => {
    throw new Error(`The table has not answered within ${keptWithinMilliseconds} ms`);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    late.abort();
    for (const outcome of [work, limit]) outcome.catch(() => undefined); // whichever came second
  }
}

/** Answers how many the table did not take. */
async function write(exchanges: readonly Exchange[]): Promise<number> {
  const { tableName } = environment();
  const requests = exchanges.map((exchange) => ({
    PutRequest: { Item: ExchangeEntity.build(EntityParser).parse(exchange).item },
  }));
  const { UnprocessedItems } = await documents.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }));
  return UnprocessedItems?.[tableName]?.length ?? 0;
}

async function keptForm(exchange: NewExchange, instant: { at: number; monotonic: number }): Promise<Exchange> {
  const { concern, kind, direction, counterpart, began, ended, failure, secrets, request, response } = exchange;
  const at = Math.max(0, Math.round(instant.at - (instant.monotonic - began)));
  const url = redactedUrl(exchange.url, secrets);
  const keepsUrl = direction === 'outbound' && counterpart === 'program' && !url.isWhole;
  const keys = exchangeKeys({ ...concern, at, isFailed: failure !== undefined }, randomBytes(4).toString('hex'));
  return {
    ...keys,
    ...concern,
    ...{ kind, direction, counterpart, at, method: exchange.method, url: url.text },
    ...(keepsUrl && { urlSealed: await seal(exchange.url, keys.owner) }),
    milliseconds: Math.round(ended - began),
    attempt: exchange.attempt ?? 1,
    request: sideOf(request.headers, request.body, secrets),
    response: response === undefined ? noAnswer : sideOf(response.headers, bodyOf(response), secrets),
    ...(response && { status: response.status }),
    ...(failure && { error: redacted(failure.message, secrets).text }),
    ...(failure?.code !== undefined && { errorCode: failure.code }),
    ...(exchange.idempotencyToken !== undefined && { idempotencyToken: exchange.idempotencyToken }),
    ...(exchange.replayOf !== undefined && { replayOf: exchange.replayOf }),
    expires: Math.ceil(at / 1_000) + environment().exchangeDays * 86_400,
  };
}

const noAnswer = { headers: {}, body: '', isWhole: true };

function sideOf(headers: Headers, body: string, secrets: readonly string[]) {
  const { text, isWhole } = redacted(body, secrets);
  return { headers: shownHeaders(headers, secrets), body: text, isWhole };
}

function bodyOf({ headers, body, bytes }: NonNullable<NewExchange['response']>): string {
  const type = headers['content-type'] ?? '';
  return isTextual(type) ? body : `(${bytes ?? Buffer.byteLength(body)} bytes of ${type})`;
}
