import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type Refusal, refuse, refuseNotOffered } from '../error/catalogue.ts';
import { type Answer, refusalAnswer, toGateway } from './answer.ts';
import { log } from './log.ts';
import type { Route } from './route.ts';

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;

/** A method of a path that another function answers. */
export type Elsewhere = Pick<Route, 'method' | 'path'>;

/**
 * A function's handler: its routes, errors answered as Twilio's, every request observed. `elsewhere`: what `Allow` names
 * beside them.
 */
export function api(routes: readonly Route[], elsewhere: readonly Elsewhere[] = []) {
  // The package's type is that of a handler with middleware; it is the bare one, which answers in a promise.
  const toRoute = httpRouter<Event, Result>(
    routes.flatMap((route) => (route.method === 'GET' ? [entry(route), headOf(route)] : [entry(route)])),
  ) as unknown as (event: Event, context: Context) => Promise<Result>;
  const misrouted = misroutedBy(routes, elsewhere);
  const answer = async (event: Event, context: Context): Promise<Result> =>
    (await misrouted(event)) ?? toRoute(event, context);
  return middy(answer).use(observed());
}

const entry = ({ method, path, handler }: Route) => ({ method, path, handler });

/** HEAD is GET without the body (RFC 9110, 9.3.2). */
const headOf = ({ path, handler }: Route) => ({
  method: 'HEAD' as const,
  path,
  handler: async (event: Event): Promise<Result> => {
    const { statusCode, headers } = await handler(event);
    return { ...(statusCode !== undefined && { statusCode }), ...(headers && { headers }) };
  },
});

/**
 * The answer to a request for which there is no route; undefined where there is one. Who may ask nothing is turned away
 * first. A path that has other methods says which (405), of two that it matches the one with fewer names; one of Twilio's
 * that is not asked for as JSON is told to be (406); all else is not offered (404).
 */
function misroutedBy(routes: readonly Route[], elsewhere: readonly Elsewhere[]) {
  const turnsAway = routes.find((route) => route.turnsAway !== undefined)?.turnsAway;
  const all = [...routes, ...elsewhere.map((route) => ({ ...route, credentials: 'tenant' as const }))];
  const known = all.map(({ method, path, credentials }) => ({
    ...{ method, pattern: patternOf(path), names: path.split('{').length },
    isOpen: credentials === 'none' || credentials === 'carrier',
  }));
  return async (event: Event): Promise<Result | undefined> => {
    const { method, path } = event.requestContext.http;
    const matching = known.filter(({ pattern }) => pattern.test(path.replace(/(?<=.)\/$/, '')));
    const fewest = Math.min(...matching.map(({ names }) => names));
    const narrowest = matching.filter(({ names }) => names === fewest);
    const methods = new Set<string>(narrowest.map((route) => route.method));
    if (methods.has('GET')) methods.add('HEAD');
    if (methods.has(method)) return undefined;
    const isOpen = narrowest.some((route) => route.isOpen);
    return (isOpen ? undefined : await turnsAway?.(event)) ?? toGateway(misroutedAnswer(method, path, [...methods]));
  };
}

function misroutedAnswer(method: string, path: string, methods: readonly string[]): Answer {
  if (methods.length === 0)
    return refusalAnswer(isOtherFormat(path) ? otherFormat(path) : refuseNotOffered(method, path));
  const answer = refusalAnswer(refuse(20004));
  return { ...answer, headers: { ...answer.headers, allow: methods.join(', ') } };
}

/** Without an extension Twilio's API answers XML, as it does for `.xml`. */
const isOtherFormat = (path: string): boolean => /^\/2010-04-01\/.*\/([^/.]+|[^/]+\.xml)\/?$/.test(path);

const otherFormat = (path: string): Refusal =>
  refuse(20406, `XML is not offered; ask for ${path.replace(/(\.xml)?\/?$/, '')}.json`);

/** The paths that a template stands for: a name in it may be what another template says in words. */
const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}$`);

/** Logs each request with its status and time; a defect or an outage becomes 500 with Twilio's JSON, its cause only in the log. */
function observed(): middy.MiddlewareObj<Event, Result> {
  const startedAt = new WeakMap<object, number>();
  const line = (event: Event, status: number | undefined) => ({
    method: event.requestContext.http.method,
    path: event.rawPath,
    status,
    milliseconds: Math.round(performance.now() - (startedAt.get(event) ?? performance.now())),
  });
  return {
    before: ({ event }) => {
      startedAt.set(event, performance.now());
    },
    after: ({ event, response }) => {
      log.info('request', line(event, response?.statusCode));
    },
    onError: (request) => {
      log.error('request failed', { ...line(request.event, 500), error: request.error ?? undefined });
      request.response = toGateway(refusalAnswer(refuse(20500)));
    },
  };
}
