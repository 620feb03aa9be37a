import { readFileSync } from 'node:fs';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { linksFor } from '../../../lib/carrier/link.ts';
import { environment } from '../../../lib/environment/environment.ts';
import { signatureOf } from '../../../lib/program/signature.ts';

/** A carrier's sample webhook of events/, signed, and with a link that says `state` where it has one. */
export async function signed(
  name: string,
  state?: { readonly accountSid: string; readonly callSid: string; readonly url: string },
): Promise<APIGatewayProxyEventV2> {
  const event: APIGatewayProxyEventV2 = JSON.parse(readFileSync(`events/${name}.json`, 'utf8'));
  const { publicUrl, carrier } = environment();
  const make = await linksFor('twilio');
  const link = state && new URL(make('calls/continue', state)).searchParams.get('link');
  const query = link ? { rawQueryString: `link=${link}`, queryStringParameters: { link } } : {};
  const url = `${publicUrl}${event.rawPath}${link ? `?link=${link}` : ''}`;
  const parameters = Object.fromEntries(new URLSearchParams(event.body ?? ''));
  const signature = signatureOf(carrier.authToken, url, parameters);
  return { ...event, ...query, headers: { ...event.headers, 'x-twilio-signature': signature } };
}
