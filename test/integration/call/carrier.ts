import { linksFor } from '../../../lib/carrier/link.ts';
import { signatureOf } from '../../../lib/program/signature.ts';
import { gatewayEvent } from '../gateway.ts';

const token = 'carrier';
const account = `AC${'0'.repeat(32)}`;
const publicUrl = 'http://127.0.0.1:1';

/** A carrier's webhook as API Gateway brings it, signed with the upstream account's token. */
export function webhookEvent(path: string, parameters: Record<string, string>, signedWith = token) {
  const form = { AccountSid: account, ApiVersion: '2010-04-01', ...parameters };
  const signature = signatureOf(signedWith, publicUrl + path, form);
  const event = gatewayEvent({ method: 'POST', path, form, headers: { 'x-twilio-signature': signature } });
  const link = new URL(publicUrl + path).searchParams.get('link');
  return { ...event, ...(link === null ? {} : { queryStringParameters: { link } }) };
}

/** The path and query of a link that the platform hands to the carrier. */
export async function linkPath(
  kind: 'calls/status',
  state: { accountSid: string; callSid?: string; parentSid?: string },
) {
  const link = await linksFor('twilio');
  const url = new URL(link(kind, state));
  return `${url.pathname}${url.search}`;
}
