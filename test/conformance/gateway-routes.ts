import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { repository } from '../../lib/local/repository.ts';
import { readService } from '../../lib/local/service.ts';
import { type GatewayRequest, gatewayEvent, type Handler } from '../integration/gateway.ts';

const context = { getRemainingTimeInMillis: () => 29_000 } as never;

type GatewayRoute = { readonly method: string; readonly path: string; readonly handler: string };

/** An HTTP API's order: a whole path goes before a greedy one, a literal before a parameter, a method before ANY. */
const rank = ({ method, path }: GatewayRoute): number =>
  (path.includes('+}') ? 0 : 1_000) +
  10 * path.split('/').filter((segment) => !segment.startsWith('{')).length +
  (method === 'ANY' ? 0 : 1);

const routes: readonly GatewayRoute[] = Object.values(readService().functions)
  .flatMap(({ handler, events = [] }) =>
    events.flatMap(({ httpApi }) => {
      const [method = '', path = ''] = typeof httpApi === 'string' ? httpApi.split(' ') : [];
      return path === '' ? [] : [{ method, path, handler }];
    }),
  )
  .sort((one, other) => rank(other) - rank(one));

const matches = (route: GatewayRoute, method: string, path: string): boolean =>
  (route.method === 'ANY' || route.method === method) &&
  new RegExp(
    `^${route.path
      .replaceAll('.', '\\.')
      .replaceAll(/\{[^}]+\+\}/g, '.+')
      .replaceAll(/\{[^}]+\}/g, '[^/]+')}$`,
  ).test(path);

/** Sends a request to the function to which API Gateway would bring it, by the functions' own functions.yml. */
export async function throughGateway(request: GatewayRequest): Promise<APIGatewayProxyStructuredResultV2> {
  const [path = ''] = request.path.split('?');
  const route = routes.find((candidate) => matches(candidate, request.method, path));
  if (route === undefined) throw new Error(`API Gateway has no route for ${request.method} ${path}`);
  const { handler } = (await import(`${repository}/${route.handler.replace(/\.handler$/, '.ts')}`)) as {
    handler: Handler;
  };
  return handler(gatewayEvent(request), context);
}
