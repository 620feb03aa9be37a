import * as z from 'zod/mini';
import { CarrierError } from '../carrier.ts';
import { noteAnswer, noteSilence } from './note-request.ts';
import type { Upstream } from './upstream.ts';

/** Form parameters; a list repeats its name, undefined leaves the name out. */
export type Form = Readonly<Record<string, string | readonly string[] | undefined>>;

const timeoutMilliseconds = 10_000;

const Refused = z.object({ code: z.optional(z.nullable(z.number())), message: z.optional(z.string()) });

/**
 * One request to an upstream account's resource; `path` is relative to the account. Throws a CarrierError: what
 * failed after a POST may have reached the carrier is `ambiguous`, since no create has an idempotency key.
 */
export async function send(
  upstream: Upstream,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  form: Form = {},
): Promise<Response> {
  const response = await exchange(upstream, method, path, form);
  if (response.ok) return response;
  const { code, message } = await reasonOf(response);
  const text = `${method} ${path}: ${response.status} ${message}`;
  if (response.status === 429) throw new CarrierError('throttled', text, code);
  if (response.status >= 500) throw new CarrierError(method === 'POST' ? 'ambiguous' : 'unavailable', text, code);
  throw new CarrierError('rejected', text, code);
}

async function exchange(upstream: Upstream, method: string, path: string, form: Form): Promise<Response> {
  const encoded = encode(form);
  const query = method === 'GET' && encoded !== '' ? `?${encoded}` : '';
  const url = `${upstream.url}/2010-04-01/Accounts/${upstream.accountSid}${path}${query}`;
  const headers = method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  const body = method === 'POST' ? encoded : '';
  const began = performance.now();
  try {
    const response = await fetch(url, {
      method,
      headers: { authorization: basicAuthorization(upstream), ...headers },
      body: method === 'POST' ? body : null,
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    await noteAnswer(upstream, { method, url, headers, body, began }, response);
    return response;
  } catch (error) {
    noteSilence(upstream, { method, url, headers, body, began }, error);
    throw new CarrierError(
      neverConnected(error) || method !== 'POST' ? 'unavailable' : 'ambiguous',
      `${method} ${path}: ${error}`,
    );
  }
}

/** An upstream account's credentials, as HTTP has them (RFC 7617). */
export const basicAuthorization = ({ accountSid, authToken }: Upstream): string =>
  `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;

/** A request that never left cannot have done anything. */
function neverConnected(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
}

async function reasonOf(response: Response): Promise<{ code: number | undefined; message: string }> {
  const text = await response.text();
  const parsed = Refused.safeParse(parseJson(text));
  if (!parsed.success) return { code: undefined, message: text.slice(0, 200) };
  return { code: parsed.data.code ?? undefined, message: parsed.data.message ?? '' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function encode(form: Form): string {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    for (const one of value === undefined ? [] : [value].flat()) encoded.append(name, one);
  }
  return encoded.toString();
}
