import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { open, seal } from '../access/secret.ts';
import { isRefusal, type Refusal, refuse } from '../error/catalogue.ts';
import {
  type Claim,
  claimRequest,
  giveUpClaim,
  keepAnswer,
  type RequestKey,
  requestKeyOf,
} from '../store/idempotent-request.ts';
import { newSid, type Sid, type SidPrefix, sidOf } from '../store/sid.ts';
import { refusalAnswer, toGateway } from './answer.ts';

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;

/** How often a request is done: what it creates is named so that doing it again creates the same. */
export type Attempt = {
  /** A new SID; under an Idempotency-Key the same at every attempt, so that what is there already is found. */
  readonly newSid: <Prefix extends SidPrefix>(prefix: Prefix) => Sid<Prefix>;
  /** An earlier attempt was cut short: what it created must be looked for first. */
  readonly repeated: boolean;
  /** When the first attempt was made, epoch milliseconds: what it left, it left since. */
  readonly askedAt: number;
};

/** What a second request under a key is told while the first is being done. */
const retryAfterSeconds = '1';

/**
 * Does a request once. A POST with an `Idempotency-Key` gets, for 24 hours, the answer that it got first; with another
 * body, or while the first is being done, 409. Failures of ours, conflicts and rate limits are not kept: they are tried
 * again. What is guaranteed, and what is not: docs/decisions/014.
 */
export async function once(
  event: Event,
  accountSid: string,
  now: number,
  act: (attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  const key = event.requestContext.http.method === 'POST' ? keyOf(event) : undefined;
  if (key === undefined) return act({ newSid, repeated: false, askedAt: now });
  if (isRefusal(key)) return toGateway(refusalAnswer(key));
  const requestKey = { accountSid, key };
  const claimed = await claimRequest(requestKey, fingerprintOf(event), now);
  if (claimed.kind === 'answered') return replayed(requestKey, claimed.answer);
  if (claimed.kind === 'ours') return done(claimed.claim, act);
  const refusal =
    claimed.kind === 'different'
      ? refuse(20409, 'the Idempotency-Key was used with another request')
      : refuse(20409, 'the request with this Idempotency-Key is being done: ask again');
  const headers = claimed.kind === 'underway' ? { 'retry-after': retryAfterSeconds } : {};
  const answer = refusalAnswer(refusal);
  return toGateway({ ...answer, headers: { ...answer.headers, ...headers } });
}

async function done(claim: Claim, act: (attempt: Attempt) => Promise<Result>): Promise<Result> {
  try {
    const result = await act(attemptOf(claim));
    if (isKept(result)) await keepAnswer(claim, await sealed(claim.requestKey, result));
    else await giveUpClaim(claim);
    return result;
  } catch (error) {
    await giveUpClaim(claim);
    throw error;
  }
}

const isKept = ({ statusCode = 500 }: Result): boolean => statusCode < 500 && statusCode !== 409 && statusCode !== 429;

function attemptOf({ seed, repeated, askedAt }: Claim): Attempt {
  const key = Buffer.from(seed, 'hex');
  let made = 0;
  return {
    repeated,
    askedAt,
    newSid: (prefix) => {
      made += 1;
      return sidOf(prefix, key, [String(made)]);
    },
  };
}

/** `Idempotency-Key`, or Twilio's own name for it. */
function keyOf({ headers }: Event): string | Refusal | undefined {
  const key = headers['idempotency-key'] ?? headers['i-twilio-idempotency-token'];
  if (key === undefined) return undefined;
  return /^[\x21-\x7e]{1,255}$/.test(key) ? key : refuse(20001, 'Idempotency-Key: takes 1 to 255 visible characters');
}

function fingerprintOf({ rawPath, rawQueryString, headers, body, isBase64Encoded }: Event): string {
  const raw = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
  const asked = [rawPath, rawQueryString ?? '', headers['content-type'] ?? '', raw];
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

/** Sealed, since an answer may hold a token or a secret. */
const sealed = (requestKey: RequestKey, result: Result): Promise<string> =>
  seal(deflateRawSync(JSON.stringify(result)).toString('base64'), requestKeyOf(requestKey));

async function replayed(requestKey: RequestKey, answer: string): Promise<Result> {
  const deflated = Buffer.from(await open(answer, requestKeyOf(requestKey)), 'base64');
  const result = JSON.parse(inflateRawSync(deflated).toString('utf8')) as Result;
  return { ...result, headers: { ...result.headers, 'idempotent-replayed': 'true' } };
}
