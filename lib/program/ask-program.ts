import { authTokenOf } from '../access/account-access.ts';
import { environment } from '../environment/environment.ts';
import { type Refusal, refuse } from '../error/catalogue.ts';
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
  /** Absolute; its fragment is not sent. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Twilio's parameters, in the tenant's own terms. */
  readonly parameters: SignedParameters;
  /** The same for every attempt at one request (`I-Twilio-Idempotency-Token`). */
  readonly idempotencyToken: string;
};

export type ProgramAnswer = {
  readonly kind: 'answered';
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Where the answer came from, after redirects: what its own relative URLs are relative to. */
  readonly url: string;
};

/**
 * Asks a tenant's program, once, as Twilio does: form-encoded, signed with the account's token, redirects followed
 * and signed again. A failure is a refusal with Twilio's number: 11200 (status), 11205 (connection or time), 11210
 * (name), 11215 (redirects), 11220 (address not public).
 */
export async function askProgram(request: ProgramRequest): Promise<ProgramAnswer | Refusal> {
  const authToken = await authTokenOf(request.account);
  const deadline = performance.now() + programTimeoutMilliseconds;
  let url = withoutFragment(request.url);
  let method = request.method;
  for (let redirects = 0; redirects <= redirectsMax; redirects += 1) {
    const answer = await attempt(
      { ...request, url, method },
      authToken,
      Math.max(1, Math.ceil(deadline - performance.now())),
    );
    if ('kind' in answer) return answer;
    const next = redirectOf(answer, url);
    if (next === undefined) return judged(answer, url);
    url = next;
    if (answer.status !== 307 && answer.status !== 308) method = 'GET';
  }
  return refuse(11215, request.url);
}

async function attempt(
  request: ProgramRequest,
  authToken: string,
  milliseconds: number,
): Promise<IncomingAnswer | Refusal> {
  const url = URL.parse(request.method === 'GET' ? withQuery(request.url, request.parameters) : request.url);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return refuse(11210, request.url);
  const { href } = url;
  try {
    return await sendRequest({
      method: request.method,
      url,
      headers: {
        'user-agent': 'TwilioProxy/1.1',
        accept: '*/*',
        'i-twilio-idempotency-token': request.idempotencyToken,
        'x-twilio-signature': signatureOf(authToken, href, request.method === 'POST' ? request.parameters : {}),
        ...(request.method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
      },
      body: request.method === 'POST' ? new URLSearchParams(request.parameters).toString() : undefined,
      timeoutMilliseconds: milliseconds,
      answerBytesMax,
      allowPrivateAddresses: environment().allowPrivateAddresses,
    });
  } catch (error) {
    return connectionRefusal(error, href);
  }
}

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

function judged({ status, contentType, body }: IncomingAnswer, url: string): ProgramAnswer | Refusal {
  if (status < 200 || status >= 300) return refuse(11200, `${url} answered ${status}`);
  return { kind: 'answered', status, contentType, body, url };
}

const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? url;

function withQuery(text: string, parameters: SignedParameters): string {
  const url = URL.parse(text);
  if (url === null) return text;
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
