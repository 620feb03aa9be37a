import { createHmac } from 'node:crypto';
import { authTokenOf, knownAccount } from '../../lib/access/account-access.ts';
import { operatorOf } from '../../lib/access/operator-of.ts';
import { environment } from '../../lib/environment/environment.ts';
import { log } from '../../lib/http/log.ts';
import { sendRequest } from '../../lib/program/send-request.ts';
import type { OutboxMessage } from '../../lib/store/outbox.ts';

const timeoutMilliseconds = 12_000;
const answerBytesMax = 65_536;

/**
 * Sends a CloudEvent to the operator's endpoint, signed with the operator's auth token. Throws unless that answers with
 * 2xx: the message then comes again, for a day, so an event arrives at least once, always with the same id.
 */
export async function sendUsageEvent({ accountSid, input }: OutboxMessage): Promise<void> {
  const { eventSinkUrl, privateAddresses } = environment();
  if (eventSinkUrl === undefined) {
    log.warn('A usage event has no endpoint any more', { id: input['id'] });
    return;
  }
  const account = await knownAccount(accountSid);
  if (account === undefined) throw new Error(`Usage of an account that does not exist: ${accountSid}`);
  const token = await authTokenOf(await operatorOf(account, knownAccount));
  const body = JSON.stringify(input);
  const { status } = await sendRequest({
    method: 'POST',
    url: new URL(eventSinkUrl),
    headers: {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'user-agent': 'Tallyline',
      'x-tallyline-signature': `sha256=${createHmac('sha256', token).update(body, 'utf8').digest('hex')}`,
    },
    body,
    timeoutMilliseconds,
    answerBytesMax,
    privateAddresses,
  });
  if (status < 200 || status >= 300) throw new Error(`The operator's endpoint answered ${status} to ${input['id']}`);
}
