import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { linkSeal } from '../../../lib/access/link.ts';
import { environment } from '../../../lib/environment/environment.ts';
import { formParameters } from '../../../lib/http/body.ts';
import { signatureOf } from '../../../lib/program/signature.ts';
import { gatewayEvent } from '../../integration/gateway.ts';
import { basic } from '../isolation/request.ts';
import type { Victims } from '../isolation/victim.ts';
import type { Input } from './inputs.ts';

const context = { getRemainingTimeInMillis: () => 29_000 } as never;
const contentTypes = { form: 'application/x-www-form-urlencoded', json: 'application/json', text: 'text/plain' };

/** What a link of ours says, whatever its kind: each reads what it knows. */
const stateOf = ({ tenant }: Victims, existing: Readonly<Record<string, string>>) => ({
  accountSid: tenant.sid,
  callSid: existing['CallSid'],
  parentSid: existing['CallSid'],
  messageSid: existing['MessageSid'],
  callerIdSid: existing['CallerIdSid'],
  room: 'lobby',
  url: 'http://127.0.0.1:1/',
});

/** Puts a request together as API Gateway does, signed by the carrier where it is the carrier's, and sends it. */
export async function sendInput(
  input: Input,
  victims: Victims,
  existing: Readonly<Record<string, string>>,
): Promise<{ answer: APIGatewayProxyStructuredResultV2; shown: string }> {
  const { route, inPath, body, headers } = input;
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => inPath[name] ?? existing[name] ?? 'x');
  const link =
    route.credentials === 'carrier' && input.linked ? (await linkSeal())(stateOf(victims, existing)) : undefined;
  const query = [
    ...input.query.map(([name, value]) => `${name}=${value}`),
    ...(link === undefined ? [] : [`link=${link}`]),
  ].join('&');
  const caller = route.credentials === 'operator' ? victims.operator : victims.tenant;
  const event = {
    ...gatewayEvent({ method: route.method as 'GET', path }),
    rawQueryString: query,
    queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
    headers: {
      authorization: basic(caller),
      'content-type': contentTypes[body.kind],
      ...(route.credentials === 'carrier' && { 'x-twilio-signature': signed(path, query, body.text) }),
      ...headers,
    },
    ...(route.method === 'POST' && { body: body.base64 ? Buffer.from(body.text).toString('base64') : body.text }),
    isBase64Encoded: route.method === 'POST' && body.base64,
  };
  const answer = await route.function(event, context);
  const shown = `${route.method} ${path.slice(0, 200)}?${query.slice(0, 600)} ${body.text.slice(0, 900)}`;
  return { answer, shown };
}

function signed(path: string, query: string, body: string): string {
  const { publicUrl, carrier } = environment();
  const parameters = Object.entries(formParameters(body)).map(([name, value]) => [name, [value].flat().join(',')]);
  return signatureOf(
    carrier.authToken,
    `${publicUrl}${path}${query === '' ? '' : `?${query}`}`,
    Object.fromEntries(parameters),
  );
}
