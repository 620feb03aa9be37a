import type { Method } from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { actingFor, authenticate, type Caller, statusOf } from '../access/account-access.ts';
import { type LinkState, openLink } from '../access/link.ts';
import { requestsPerSecondOf } from '../access/request-limit.ts';
import { passRequest } from '../access/request-rate.ts';
import { type Carrier, MalformedWebhook, type WebhookRequest } from '../carrier/carrier.ts';
import { carrierNamed } from '../carrier/carriers.ts';
import { machineTime, now } from '../clock/clock.ts';
import { environment } from '../environment/environment.ts';
import { isRefusal, type Refusal, refuse } from '../error/catalogue.ts';
import { keepExchanges } from '../exchange/keep-exchange.ts';
import type { Account } from '../store/account.ts';
import { type Answer, refusalAnswer, toGateway } from './answer.ts';
import { formParameters, type Parameters, parametersOf } from './body.ts';
import { log } from './log.ts';
import { noteWebhook } from './note-webhook.ts';
import { type Attempt, once } from './once.ts';
import { validateForm, validateStrictly } from './parameter.ts';
import type { Description, Route } from './route.ts';

export type { Route } from './route.ts';
export { api } from './router.ts';

/** A tenant's or the operator's request, validated. */
export type TenantRequest<Parameters> = Attempt & {
  readonly parameters: Parameters;
  /** The account that the request acts for: the one in the path, or the caller itself where the path names none. */
  readonly account: Account;
  /** Whose credentials were given: the account itself, its parent, or the operator. */
  readonly caller: Account;
  /** Path and query as they came, for paging links. */
  readonly uri: { readonly path: string; readonly query: string };
  /** When it came, epoch milliseconds. */
  readonly now: number;
};

/** A carrier's webhook whose signature is right. */
export type CarrierRequest = {
  readonly carrier: Carrier;
  readonly webhook: WebhookRequest;
  /** What our own link said; undefined where the carrier was not given a link but an address. */
  readonly link: LinkState | undefined;
  readonly now: number;
};

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;
type Handle = (event: Event) => Promise<Result>;

type UseCase<Parameters> = (request: TenantRequest<Parameters>) => Promise<Answer | Refusal>;

/** A route for an account's own credentials, its parent's or the operator's. Another account's path is 404. */
export function tenantRoute<Schema extends z.ZodMiniType>(
  method: Method,
  path: string,
  schema: Schema,
  useCase: UseCase<z.infer<Schema>>,
  description?: Description,
): Route {
  return {
    method,
    path,
    parameters: schema,
    credentials: 'tenant',
    handler: (event) => asTenant(event, schema, useCase),
    turnsAway,
    description,
  };
}

/**
 * As `tenantRoute`, but not for API keys: what an account is, and its keys, are changed and read by its auth token alone.
 * A key is answered there as Twilio answers a standard key (20003).
 */
export function tokenRoute<Schema extends z.ZodMiniType>(
  method: Method,
  path: string,
  schema: Schema,
  useCase: UseCase<z.infer<Schema>>,
  description?: Description,
): Route {
  const handler: Handle = (event) => asTenant(event, schema, useCase, ['token']);
  return { method, path, parameters: schema, credentials: 'token', handler, turnsAway, description };
}

/** A route for the operator alone; for everybody else it does not exist. */
export function operatorRoute<Schema extends z.ZodMiniType>(
  method: Method,
  path: string,
  schema: Schema,
  useCase: UseCase<z.infer<Schema>>,
  description?: Description,
): Route {
  const handler: Handle = (event) => asTenant(event, schema, useCase, anyCredentials, 'operator');
  return { method, path, parameters: schema, credentials: 'operator', handler, turnsAway, description };
}

const nameBytesMax = 512;
const anyCredentials: readonly Caller['by'][] = ['token', 'key'];

async function asTenant<Schema extends z.ZodMiniType>(
  event: Event,
  schema: Schema,
  useCase: UseCase<z.infer<Schema>>,
  by: readonly Caller['by'][] = anyCredentials,
  only?: 'operator',
): Promise<Result> {
  const asking = await whoAsks(event, by);
  if ('turnedAway' in asking) return asking.turnedAway;
  const { caller } = asking;
  const uri = { path: event.rawPath, query: event.rawQueryString ?? '' };
  const accountSid = event.pathParameters?.['AccountSid'];
  const account = accountSid === undefined ? caller : await actingFor(caller, accountSid);
  // Before its parameters are looked at: whoever may not ask learns nothing from them.
  const isHidden = account === undefined || (only !== undefined && caller.role !== only) || isNoName(event);
  if (isHidden) return toGateway(refusalAnswer(refuse(20404, uri.path)));
  const given = parametersOf(event);
  const validated = (all: Parameters) =>
    uri.path.startsWith('/v1/') ? validateStrictly(schema, all, event.pathParameters ?? {}) : validateForm(schema, all);
  const parameters = isRefusal(given) ? given : validated(given);
  if (isRefusal(parameters)) return toGateway(refusalAnswer(parameters));
  const at = now();
  return once(event, caller.sid, at, async (attempt) => {
    const answer = await keeping(() => useCase({ ...attempt, parameters, account, caller, uri, now: at }));
    return toGateway(isRefusal(answer) ? refusalAnswer(answer) : answer);
  });
}

/** Who asks; or the answer to who may ask nothing: without proof (401), too often (429), of an account that is not active (403). */
async function whoAsks(
  event: Event,
  by: readonly Caller['by'][],
): Promise<{ readonly caller: Account } | { readonly turnedAway: Result }> {
  const known = await authenticate(event.headers['authorization']);
  if (known === undefined || !by.includes(known.by)) return { turnedAway: toGateway(refusalAnswer(refuse(20003))) };
  const caller = known.account;
  const wait = await tooMany(caller);
  if (wait !== undefined) return { turnedAway: wait };
  const status = await statusOf(caller);
  return status === 'active' ? { caller } : { turnedAway: toGateway(refusalAnswer(refuse(20005, status))) };
}

async function turnsAway(event: Event): Promise<Result | undefined> {
  const asking = await whoAsks(event, anyCredentials);
  return 'turnedAway' in asking ? asking.turnedAway : undefined;
}

/**
 * A path with a part that is too long to be the name of anything, or of a key of the table (2,048 bytes). The local
 * gateway says null where API Gateway says nothing.
 */
const isNoName = ({ pathParameters }: Event): boolean =>
  Object.values(pathParameters ?? {}).some((name = '') => Buffer.byteLength(name) > nameBytesMax);

/** The refusal of an account that asks too often (429); the operator is never held up. */
async function tooMany(account: Account): Promise<Result | undefined> {
  if (account.role === 'operator') return undefined;
  const passed = await passRequest(account.sid, await requestsPerSecondOf(account), machineTime());
  if (passed === 'passed') return undefined;
  const answer = refusalAnswer(refuse(20429, `ask again in ${passed.retryAfterSeconds} s`));
  return toGateway({ ...answer, headers: { ...answer.headers, 'retry-after': String(passed.retryAfterSeconds) } });
}

/** A route for a carrier's webhooks: a wrong signature is 403 and leaves no trace but a log line. */
export function carrierRoute(
  method: Method,
  path: string,
  useCase: (request: CarrierRequest) => Promise<Answer>,
): Route {
  return { method, path, credentials: 'carrier', handler: (event) => asCarrier(event, useCase) };
}

async function asCarrier(event: Event, useCase: (request: CarrierRequest) => Promise<Answer>): Promise<Result> {
  const carrier = carrierNamed(event.pathParameters?.['carrier'] ?? '');
  if (carrier === undefined) return toGateway(refusalAnswer(refuse(20404, event.rawPath)));
  const webhook = webhookOf(event);
  const sealed = event.queryStringParameters?.['link'];
  const link = await openLink(sealed);
  if (!carrier.verify(webhook) || (sealed !== undefined && link === undefined)) {
    log.warn('A carrier webhook with a wrong signature was refused', { path: event.rawPath, carrier: carrier.id });
    return toGateway(refusalAnswer(refuse(20006, 'the signature is wrong')));
  }
  const began = performance.now();
  const { method } = event.requestContext.http;
  const note = (answer: Answer) => noteWebhook({ carrier, webhook, link, answer, method, began });
  return keeping(async () => {
    try {
      const answer = await useCase({ carrier, webhook, link, now: now() });
      note(answer);
      return toGateway(answer);
    } catch (error) {
      const isMalformed = error instanceof MalformedWebhook;
      const answer = refusalAnswer(isMalformed ? refuse(20001, error.message) : refuse(20500));
      note(answer);
      if (!isMalformed) throw error;
      log.error(error.message, { path: event.rawPath, carrier: carrier.id });
      return toGateway(answer);
    }
  });
}

/** Does the work, and then keeps what it exchanged with programs and carriers, however it ended. */
async function keeping<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } finally {
    await keepExchanges();
  }
}

function webhookOf(event: Event): WebhookRequest {
  const query = event.rawQueryString === '' || event.rawQueryString === undefined ? '' : `?${event.rawQueryString}`;
  const raw = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  const parameters = Object.entries(formParameters(raw)).map(([name, value]) => [name, [value].flat().join(',')]);
  return {
    url: environment().publicUrl + event.rawPath + query,
    headers: event.headers,
    parameters: Object.fromEntries(parameters),
  };
}
