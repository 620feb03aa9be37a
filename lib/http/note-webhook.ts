import type { LinkState } from '../access/link.ts';
import type { Carrier, WebhookRequest } from '../carrier/carrier.ts';
import { type Concern, noteExchange } from '../exchange/keep-exchange.ts';
import type { Answer } from './answer.ts';

/** A carrier's webhook that has been answered; `began` by `performance.now()`. */
type Answered = {
  readonly carrier: Carrier;
  readonly webhook: WebhookRequest;
  readonly link: LinkState | undefined;
  readonly answer: Answer;
  readonly method: string;
  readonly began: number;
};

/**
 * Notes a carrier's webhook for the account that it concerns: the one that the use case found, else the one that our link
 * names. What concerns nobody's resource is not noted. The carrier's signature and our account there are never kept.
 */
export function noteWebhook({ carrier, webhook, link, answer, method, began }: Answered): void {
  const concern = answer.concern ?? concernOf(link);
  if (concern === undefined) return;
  const { 'x-twilio-signature': _signature, ...headers } = webhook.headers;
  noteExchange({
    concern,
    ...({ kind: 'carrier-webhook', direction: 'inbound', counterpart: carrier.id } as const),
    ...{ method, url: webhook.url, began, ended: performance.now() },
    request: { headers, body: new URLSearchParams(webhook.parameters).toString() },
    response: { status: answer.status, headers: answer.headers ?? {}, body: bodyOf(answer) },
    failure: answer.status < 400 ? undefined : { message: `answered ${answer.status}` },
    idempotencyToken: webhook.headers['i-twilio-idempotency-token'],
    secrets: [carrier.account],
  });
}

function concernOf(link: LinkState | undefined): Concern | undefined {
  const accountSid = link?.['accountSid'];
  const resourceSid = link?.['callSid'] ?? link?.['messageSid'] ?? link?.['parentSid'] ?? accountSid;
  return typeof accountSid === 'string' && typeof resourceSid === 'string' ? { accountSid, resourceSid } : undefined;
}

function bodyOf({ body }: Answer): string {
  if (body === undefined) return '';
  if ('text' in body) return body.text;
  return 'json' in body ? JSON.stringify(body.json) : `(${body.bytes.length} bytes)`;
}
