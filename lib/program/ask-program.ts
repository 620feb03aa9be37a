import { authTokenOf } from '../access/account-access.ts';
import { type FailureKind, type Overrides, overridesOf } from '../connection/overrides.ts';
import { environment } from '../environment/environment.ts';
import { isRefusal, type Refusal, refuse } from '../error/catalogue.ts';
import { noteExchange } from '../exchange/keep-exchange.ts';
import type { Account } from '../store/account.ts';
import { AddressNotPublic } from './public-address.ts';
import { type IncomingAnswer, sendRequest, TimedOut } from './send-request.ts';
import { type SignedParameters, signatureOf } from './signature.ts';

const redirectsMax = 10;
const answerBytesMax = 65_536;
/** One webhook makes one attempt of at most so long: the carrier gives up after 15 s. */
export const programTimeoutMilliseconds = 12_000;

/** What a tenant's program is asked or told. */
export type ProgramRequest = {
  readonly account: Account;
  /** Absolute; its fragment is not sent, but says how it is connected to. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Twilio's parameters, in the tenant's own terms. */
  readonly parameters: SignedParameters;
  /** The same for every attempt at one request (`I-Twilio-Idempotency-Token`). */
  readonly idempotencyToken: string;
  /** For the inspector: about which resource, why, and which attempt it is, from 1. */
  readonly about: {
    readonly resourceSid: string;
    readonly kind: 'application-logic' | 'event-callback';
    readonly attempt?: number;
    /** The exchange that is sent again: a header tells the program. */
    readonly replayOf?: string;
  };
  /** What earlier attempts have left of the time that the URL's `tt` allows. */
  readonly millisecondsLeft?: number;
};

export type ProgramAnswer = {
  readonly kind: 'answered';
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Where the answer came from, after redirects: what its own relative URLs are relative to. */
  readonly url: string;
};

/** Why a program did not answer; `failure` in the words of a retry policy, where it has one for it. */
export type ProgramFailure = Refusal & { readonly failure: FailureKind | undefined };

/**
 * Asks a tenant's program, once, as Twilio does: form-encoded, signed with the account's token, redirects followed
 * and signed again, within the time limits of the URL's connection overrides and ours (12 s). A failure is a refusal
 * with Twilio's number: 11200 (status), 11205 (connection or time), 11210 (name), 11215 (redirects), 11220 (address
 * not public). Every request is noted for the inspector.
 */
export async function askProgram(request: ProgramRequest): Promise<ProgramAnswer | ProgramFailure> {
  const authToken = await authTokenOf(request.account);
  const overrides = overridesOf(request.url);
  const { totalMilliseconds } = overrides;
  const milliseconds = Math.min(programTimeoutMilliseconds, request.millisecondsLeft ?? totalMilliseconds);
  const deadline = performance.now() + milliseconds;
  let url = withoutFragment(request.url);
  let method = request.method;
  for (let redirects = 0; redirects <= redirectsMax; redirects += 1) {
    const left = Math.max(1, Math.ceil(deadline - performance.now()));
    const answer = await attempt({ ...request, url, method }, overrides, authToken, left);
    if ('kind' in answer) return answer;
    const next = redirectOf(answer, url);
    if (next === undefined) return judged(answer, url);
    url = next;
    if (answer.status !== 307 && answer.status !== 308) method = 'GET';
  }
  return { ...refuse(11215, request.url), failure: undefined };
}

async function attempt(
  request: ProgramRequest,
  overrides: Overrides,
  authToken: string,
  milliseconds: number,
): Promise<IncomingAnswer | ProgramFailure> {
  const url = URL.parse(request.method === 'GET' ? withQuery(request.url, request.parameters) : request.url);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return { ...refuse(11210, request.url), failure: undefined };
  const message = messageOf(request, url.href, authToken);
  const began = performance.now();
  let connected = false;
  const noted = (response: IncomingAnswer | undefined, failure: Refusal | undefined) =>
    noteExchange({
      ...exchangeOf(request, url.href, message, authToken),
      began,
      ended: performance.now(),
      response: response && answered(response),
      failure,
    });
  try {
    const answer = await sendRequest({
      ...message,
      ...{ method: request.method, url, answerBytesMax },
      timeoutMilliseconds: milliseconds,
      connectMilliseconds: Math.min(overrides.connectMilliseconds, milliseconds),
      readMilliseconds: Math.min(overrides.readMilliseconds, milliseconds),
      serverName: overrides.serverName,
      connected: () => {
        connected = true;
      },
      privateAddresses: environment().privateAddresses,
    });
    const isRedirect = redirectOf(answer, url.href) !== undefined;
    const outcome = isRedirect ? undefined : judged(answer, url.href);
    noted(answer, isRefusal(outcome) ? outcome : undefined);
    return answer;
  } catch (error) {
    const refusal = connectionRefusal(error, url.href);
    noted(undefined, refusal);
    return { ...refusal, failure: connected ? 'rt' : 'ct' };
  }
}

/** What is sent: headers, the signature among them, and the body. */
function messageOf({ method, parameters, idempotencyToken, about }: ProgramRequest, href: string, authToken: string) {
  const isPost = method === 'POST';
  return {
    headers: {
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'i-twilio-idempotency-token': idempotencyToken,
      'x-twilio-signature': signatureOf(authToken, href, isPost ? parameters : {}),
      ...(about.replayOf !== undefined && { 'x-tallyline-replay': about.replayOf }),
      ...(isPost && { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
    },
    body: isPost ? new URLSearchParams(parameters).toString() : undefined,
  };
}

const exchangeOf = (
  { account, about, method, idempotencyToken }: ProgramRequest,
  href: string,
  { headers, body }: ReturnType<typeof messageOf>,
  authToken: string,
) => ({
  concern: { accountSid: account.sid, resourceSid: about.resourceSid },
  ...({ kind: about.kind, direction: 'outbound', counterpart: 'program', attempt: about.attempt } as const),
  ...{ replayOf: about.replayOf, method, url: href, idempotencyToken },
  request: { headers, body: body ?? '' },
  secrets: [authToken],
});

const answered = ({ status, contentType, location, body, bytes }: IncomingAnswer) => ({
  status,
  headers: { 'content-type': contentType, location },
  body,
  bytes: bytes.length,
});

/** Why a request to somebody else's server got no answer, with Twilio's number; a defect is thrown on. */
export function connectionRefusal(error: unknown, url: string): Refusal {
  if (!Error.isError(error)) throw error;
  if (error instanceof AddressNotPublic) return refuse(11220, url);
  if (error instanceof TimedOut) return refuse(11205, `${url}: ${error.message}`);
  if ('code' in error && (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')) return refuse(11210, url);
  return refuse(11205, `${url}: ${error.message}`);
}

function redirectOf({ status, location }: IncomingAnswer, base: string): string | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  return URL.parse(location, base)?.href;
}

function judged({ status, contentType, body }: IncomingAnswer, url: string): ProgramAnswer | ProgramFailure {
  if (status < 200 || status >= 300)
    return { ...refuse(11200, `${url} answered ${status}`), failure: failureOf(status) };
  return { kind: 'answered', status, contentType, body, url };
}

const failureOf = (status: number): FailureKind | undefined =>
  status >= 500 ? '5xx' : status >= 400 ? '4xx' : undefined;

const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? url;

function withQuery(text: string, parameters: SignedParameters): string {
  const url = URL.parse(text);
  if (url === null) return text;
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
