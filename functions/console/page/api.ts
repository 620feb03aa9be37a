import * as z from 'zod/mini';
import { acting, type Credentials, credentials, signOut } from './session.ts';

/** The platform refused: Twilio's code and message. */
export class Refused extends Error {
  readonly code: number;
  readonly status: number;

  constructor({ code, message, status }: { code: number; message: string; status: number }) {
    super(message);
    this.name = 'Refused';
    this.code = code;
    this.status = status;
  }
}

const RefusalBody = z.object({ code: z.number(), message: z.string(), status: z.number() });

/** A request: a form as Twilio's API takes it, or JSON as `/v1` does. */
export type Asking = {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Under one key the same is done once, however often it is sent. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};

/** A path below the account that is looked at, in Twilio's API: `/Calls.json`. */
export const inAccount = (path: string): string => `/2010-04-01/Accounts/${acting.value?.Sid}${path}`;

/** The same in the platform's own API: `/Statements`. */
export const inPlatformAccount = (path: string): string => `/v1/Accounts/${acting.value?.Sid}${path}`;

/** Asks this origin's API with the credentials of the tab. Throws Refused; wrong credentials end the session. */
export async function request(path: string, asking: Asking = {}): Promise<Response> {
  const known = credentials.value;
  if (known === undefined) throw new Error('Nobody is signed in');
  try {
    return await requestAs(known, path, asking);
  } catch (error) {
    if (error instanceof Refused && error.status === 401) signOut('The platform no longer accepts these credentials.');
    throw error;
  }
}

/** As `request`, with credentials that are being tried. */
export async function requestAs(known: Credentials, path: string, asking: Asking = {}): Promise<Response> {
  const { method = 'GET', form, json, idempotencyKey, signal } = asking;
  const response = await fetch(path, {
    method,
    headers: {
      authorization: `Basic ${btoa(`${known.accountSid}:${known.authToken}`)}`,
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    body: form !== undefined ? new URLSearchParams(form) : json !== undefined ? JSON.stringify(json) : null,
    credentials: 'omit', // the browser has no dialog of its own to show
    cache: 'no-store',
    ...(signal && { signal }),
  });
  if (response.ok) return response;
  const refusal = RefusalBody.safeParse(await response.json().catch(notJson));
  if (refusal.success) throw new Refused(refusal.data);
  throw new Error(`${method} ${path} was answered with status ${response.status}`);
}

/** As `request`, for an answer of JSON of a known shape. Numbers that are amounts stay the digits that were sent. */
export async function ask<Schema extends z.ZodMiniType>(
  schema: Schema,
  path: string,
  asking: Asking = {},
): Promise<z.infer<Schema>> {
  return shaped(schema, await request(path, asking));
}

/** Reads JSON of a known shape. Throws ZodError naming what is not as it should be. */
export async function shaped<Schema extends z.ZodMiniType>(
  schema: Schema,
  response: Response,
): Promise<z.infer<Schema>> {
  return schema.parse(JSON.parse(await response.text(), amountsAsDigits));
}

/** `price` is a JSON number in Usage Records: read as a float, it would no longer be exact. */
function amountsAsDigits(name: string, value: unknown, context?: { readonly source?: string }): unknown {
  return name === 'price' && typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

/** An answer that is no JSON at all, a gateway's for instance, is told by its status. */
function notJson(error: unknown): undefined {
  if (error instanceof SyntaxError) return undefined;
  throw error;
}
