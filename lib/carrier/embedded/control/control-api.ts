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

export type ControlApi = {
  readonly answer: (request: ControlRequest) => Promise<ControlAnswer>;
  /** Headers of every answer to a request that comes from such an origin. */
  readonly headersFor: (origin: string | undefined) => Readonly<Record<string, string>>;
};

const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The control API over a table of routes: each body is checked by its schema, and the OpenAPI document made from it.
 * @param pageOrigin the one web origin whose pages may use it; without it, none
 */
export function controlApi(routes: readonly ControlRoute[], pageOrigin?: string): ControlApi {
  const patterns = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  const isOurs = (origin: string) => pageOrigin !== undefined && isSameOrigin(origin, pageOrigin);
  return {
    headersFor: (origin) => (origin !== undefined && isOurs(origin) ? crossOriginHeaders(origin) : {}),
    answer: async (request) => {
      const { method, url, origin } = request;
      // A web page must not reach the phones by a rebound name or from another origin.
      if (!isThisMachine(`http://${request.host}`) || (origin !== undefined && !isOurs(origin)))
        return error(403, 'The control API answers this machine, and the page of its platform, only');
      if (method === 'OPTIONS') return { status: 200, json: {} };
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

const isThisMachine = (url: string): boolean => thisMachine.has(URL.parse(url)?.hostname ?? '');

/** The same origin; this machine's names are one. */
function isSameOrigin(origin: string, pageOrigin: string): boolean {
  const [given, page] = [URL.parse(origin), URL.parse(pageOrigin)];
  if (given === null || page === null) return false;
  const isSameHost = given.hostname === page.hostname || (thisMachine.has(given.hostname) && isThisMachine(pageOrigin));
  return isSameHost && given.protocol === page.protocol && given.port === page.port;
}

/** The Fetch standard’s leave to read an answer, and to ask with these methods. */
const crossOriginHeaders = (origin: string) => ({
  'access-control-allow-origin': origin,
  'access-control-allow-methods': 'GET, POST, PUT, DELETE',
  'access-control-max-age': '600',
  vary: 'origin',
});

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
