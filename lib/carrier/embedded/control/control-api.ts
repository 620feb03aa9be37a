import * as z from 'zod';
import { openApiDocument } from './open-api.ts';
import { type ControlAnswer, type ControlRoute, error } from './route.ts';

export type ControlRequest = {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  readonly host: string;
  readonly origin: string | undefined;
};

export type ControlApi = { readonly answer: (request: ControlRequest) => Promise<ControlAnswer> };

const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The control API over a table of routes: each body is checked by its schema, and the OpenAPI document made from it. */
export function controlApi(routes: readonly ControlRoute[]): ControlApi {
  const patterns = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  return {
    answer: async (request) => {
      const { method, url } = request;
      // A web page must not reach the phones by a rebound name or from another origin.
      if (!isFromThisMachine(request)) return error(403, 'The control API answers this machine only');
      if (method === 'GET' && url.pathname === '/control/openapi.json')
        return { status: 200, json: openApiDocument(routes, url.origin) };
      const matching = patterns.flatMap(({ route, pattern }) => {
        const match = pattern.exec(url.pathname);
        return match === null ? [] : [{ route, match }];
      });
      const found = matching.find(({ route }) => route.method === method);
      if (found === undefined)
        return matching.length > 0
          ? error(405, `${method} is not offered here`)
          : error(404, `There is no ${url.pathname}`);
      return handle(found.route, found.match, request);
    },
  };
}

async function handle(
  route: ControlRoute,
  match: RegExpExecArray,
  { url, body }: ControlRequest,
): Promise<ControlAnswer> {
  const given = route.body === undefined ? undefined : parseBody(route.body, body);
  if (given?.success === false) return error(400, z.prettifyError(given.error));
  const query = z.safeParse(route.query ?? z.looseObject({}), Object.fromEntries(url.searchParams));
  if (!query.success) return error(400, z.prettifyError(query.error));
  const named = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, text]) => [name, decodeName(text)]));
  return route.handle({ named, query: query.data, body: given?.data });
}

/** `+` in a path stands for itself; `%2B` means the same. */
const decodeName = (text: string): string => text.replace(/%2b/gi, '+');

function parseBody(schema: z.ZodType, text: string) {
  try {
    return z.safeParse(schema, text.trim() === '' ? {} : JSON.parse(text));
  } catch (problem) {
    if (!(problem instanceof SyntaxError)) throw problem;
    return {
      success: false,
      error: new z.ZodError([{ code: 'custom', path: [], message: 'The body is no JSON', input: text }]),
    } as const;
  }
}

function isFromThisMachine({ host, origin }: ControlRequest): boolean {
  const named = URL.parse(`http://${host}`)?.hostname;
  if (named === undefined || !thisMachine.has(named)) return false;
  return origin === undefined || thisMachine.has(URL.parse(origin)?.hostname ?? '');
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
