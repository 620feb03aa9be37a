import { shapeOf } from '../../../lib/http/shape.ts';
import { type Credentials, gatewayEvent, type Handler } from '../../integration/gateway.ts';
import type { TabledRoute } from '../route-tables.ts';

const context = { getRemainingTimeInMillis: () => 29_000 } as never;

/** What a route requires, so that a request gets past its schema; a status that does not exist changes nothing. */
const samples: Readonly<Record<string, string>> = {
  To: '+14155550111',
  From: '+12125550100',
  Url: 'https://example.com/voice',
  Body: 'Hello',
  PhoneNumber: '+14155550159',
};

/** How somebody presents himself: an Authorization header, or none. */
export const basic = ({ sid, authToken }: Credentials): string => `Basic ${btoa(`${sid}:${authToken}`)}`;

/** An answer as far as a caller can compare it. */
export type Seen = { readonly status: number; readonly code: unknown; readonly bytes: string };

/** Asks a route by one path with one header. */
export async function ask(route: TabledRoute, path: string, authorization: string | undefined): Promise<Seen> {
  const required = Object.entries(shapeOf(route.parameters))
    .filter(([name, schema]) => !route.path.includes(`{${name}}`) && !schema.safeParse(undefined).success)
    .map(([name]) => [name, samples[name] ?? 'none-such']);
  const answer = await (route.function as Handler)(
    gatewayEvent({
      method: route.method as 'GET',
      path,
      ...(route.method === 'POST' && { form: Object.fromEntries(required) }),
      headers: authorization === undefined ? {} : { authorization },
    }),
    context,
  );
  const { statusCode = 0, body = '', headers } = answer;
  const isJson = /^application\/json\b/.test(String(headers?.['content-type'])) && body !== '';
  const code: unknown = isJson ? JSON.parse(body).code : undefined;
  return { status: statusCode, code, bytes: JSON.stringify({ ...answer, body }) };
}

/** An answer with the path and the parameters that it repeats taken out: what is left must not depend on them. */
export const without = ({ bytes }: Seen, path: string, parameters: Readonly<Record<string, string>>): string =>
  Object.entries(parameters)
    .filter(([, value]) => /^[A-Z]{2}[0-9a-f]{32}$/.test(value))
    .reduce((text, [name, value]) => text.replaceAll(value, `{${name}}`), bytes.replaceAll(path, '{path}'));
