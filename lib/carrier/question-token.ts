import { createHash } from 'node:crypto';
import type { WebhookRequest } from './carrier.ts';

/**
 * What tells one question to a program from another, the same for every attempt at it: the carrier's own idempotency
 * token, or where it brings none, a digest of what it asked.
 */
export function questionToken(webhook: WebhookRequest, sid: string): string {
  const token = webhook.headers['i-twilio-idempotency-token'];
  if (token !== undefined && token !== '') return token;
  return createHash('sha256')
    .update(JSON.stringify([sid, webhook.url, webhook.parameters]))
    .digest('hex')
    .slice(0, 32);
}
