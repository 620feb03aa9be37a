import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Refusal, refuse, refuseNotOffered } from '../error/catalogue.ts';
import { refusalAnswer, toGateway } from './answer.ts';
import { log } from './log.ts';
import type { Route } from './route.ts';

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;

/** A function's handler: its routes, errors answered as Twilio's, every request observed. */
export const api = (routes: readonly Route[]) =>
  middy(
    httpRouter<Event, Result>({
      routes: routes.flatMap((route) => (route.method === 'GET' ? [entry(route), headOf(route)] : [entry(route)])),
      notFoundResponse: ({ method, path }) => notFound(routes, method, path),
    }),
  ).use(observed());

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
 * No route. A path that has other methods says which (405); one of Twilio's that is not asked for as JSON is told to be
 * (406); all else is not offered (404).
 */
function notFound(routes: readonly Route[], method: string, path: string): Result {
  const matching = routes.filter((route) => patternOf(route.path).test(path));
  const methods = new Set<string>(matching.map((route) => route.method));
  if (methods.size === 0)
    return toGateway(refusalAnswer(isOtherFormat(path) ? otherFormat(path) : refuseNotOffered(method, path)));
  if (methods.has('GET')) methods.add('HEAD');
  const answer = refusalAnswer(refuse(20004));
  return toGateway({ ...answer, headers: { ...answer.headers, allow: [...methods].join(', ') } });
}

/** Without an extension Twilio's API answers XML, as it does for `.xml`. */
const isOtherFormat = (path: string): boolean => /^\/2010-04-01\/.*\/([^/.]+|[^/]+\.xml)\/?$/.test(path);

const otherFormat = (path: string): Refusal =>
  refuse(20406, `XML is not offered; ask for ${path.replace(/(\.xml)?\/?$/, '')}.json`);

/** The paths that a template stands for: a name in it may be what another template says in words. */
export const patternOf = (path: string): RegExp =>
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
