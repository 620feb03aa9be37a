import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { refuse, refuseNotOffered } from '../error/catalogue.ts';
import { refusalAnswer, toGateway } from './answer.ts';
import { log } from './log.ts';
import type { Route } from './route.ts';

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;

/** A function's handler: its routes, errors answered as Twilio's, every request observed. */
export const api = (routes: readonly Route[]) =>
  middy(
    httpRouter<Event, Result>({
      routes: routes.map(({ method, path, handler }) => ({ method, path, handler })),
      notFoundResponse: ({ method, path }) => notFound(routes, method, path),
    }),
  ).use(observed());

/** No route: in `/v1` a path with other methods says which (405); all else is not offered (404). */
function notFound(routes: readonly Route[], method: string, path: string): Result {
  const allowed = path.startsWith('/v1/')
    ? routes.filter((route) => patternOf(route.path).test(path)).map((route) => route.method)
    : [];
  if (allowed.length === 0) return toGateway(refusalAnswer(refuseNotOffered(method, path)));
  const answer = refusalAnswer(refuse(20004));
  return toGateway({ ...answer, headers: { ...answer.headers, allow: [...new Set(allowed)].join(', ') } });
}

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
