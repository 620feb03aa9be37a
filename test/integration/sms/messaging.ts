import { readFileSync } from 'node:fs';
import type { APIGatewayProxyEventV2, SQSBatchResponse } from 'aws-lambda';
import { startQueues } from '../../../lib/local/start-queues.ts';
import { signatureOf } from '../../../lib/program/signature.ts';
import { type Credentials, type Handler, type Reply, send } from '../gateway.ts';
import { startPlatform } from '../platform.ts';
import { startProgram } from './program.ts';
import { startUpstream } from './upstream.ts';

type Item = Record<string, unknown>;
type Form = Readonly<Record<string, string>>;

/** The number that the tenant has, and a number of somebody who is no tenant. */
export const numbers = { own: '+15550100', person: '+15550199', foreign: '+15550200' } as const;

/**
 * The platform with two tenants, a number each (`own`, `foreign`), a carrier that does as it is told, and the first
 * tenant's program. What a test asks of it goes through the functions' own handlers.
 */
export async function startMessaging(variables: Readonly<Record<string, string>> = {}) {
  const queues = await startQueues();
  const { RECORDINGS_BUCKET = '' } = process.env;
  const upstream = await startUpstream();
  const started = await startPlatform({
    CARRIER_URL: upstream.url,
    ALLOW_PRIVATE_ADDRESSES: 'true',
    QUEUE_PREFIX: queues.prefix,
    RECORDINGS_BUCKET,
    ...variables,
  });
  /** Every item but the count of an account's requests, which any request moves. */
  const items = async (prefix = ''): Promise<Item[]> =>
    (await started.items()).filter(({ PK }) => String(PK).startsWith(prefix) && !String(PK).startsWith('LIM#'));
  const platform = { ...started, items: () => items() };
  const tenant = await platform.enrol();
  const stranger = await platform.enrol();
  const program = await startProgram(() => tenant.authToken);
  const { handler } = await import('../../../functions/sms/http.ts');
  const { handler: queue } = await import('../../../functions/sms/queue.ts');
  const { linksFor } = await import('../../../lib/carrier/link.ts');
  await ownNumber(tenant, numbers.own, `${program.url}/sms`, `${program.url}/fallback`);
  await ownNumber(stranger, numbers.foreign, '', '');
  const api = handler as unknown as Handler;
  const messages = `/2010-04-01/Accounts/${tenant.sid}/Messages`;
  const link = await linksFor('twilio');
  const done = new Set<string>();

  /** A carrier's webhook; `signature` replaces the right one. */
  const webhook = (path: string, form: Form, signature?: string): Promise<Reply> => {
    const { pathname, search } = new URL(path, 'http://127.0.0.1:1');
    const right = signatureOf('carrier', `http://127.0.0.1:1${pathname}${search}`, form);
    const headers = { 'x-twilio-signature': signature ?? right };
    return sendText(api, { method: 'POST', path: pathname + search, form, headers });
  };
  const work = (...bodies: object[]): Promise<SQSBatchResponse> => {
    const Records = bodies.map((body, index) => ({ messageId: String(index), body: JSON.stringify(body) }));
    return (queue as unknown as (event: object) => Promise<SQSBatchResponse>)({ Records });
  };

  return {
    ...{
      queues,
      platform,
      upstream,
      program,
      tenant,
      stranger,
      api,
      queue,
      messages,
      webhook,
      work,
      items,
      putInLedger,
    },
    ownNumber: (owner: Credentials, phoneNumber: string) => ownNumber(owner, phoneNumber, '', ''),
    /** A number is given back, and nobody's any more. */
    async giveBack(phoneNumber: string) {
      const { commit } = await import('../../../lib/store/commit.ts');
      const { loadNumberByMapping, deleteNumber } = await import('../../../lib/store/number.ts');
      const { deleteNumberMapping } = await import('../../../lib/store/mapping.ts');
      const owned = await loadNumberByMapping(phoneNumber);
      if (owned === undefined) throw new Error(`Nobody has ${phoneNumber}`);
      await commit([deleteNumber(owned.number), deleteNumberMapping(phoneNumber, owned.number.sid)]);
    },
    send: (form: Form, as: Credentials = tenant) => send(api, { method: 'POST', path: `${messages}.json`, as, form }),
    get: (path: string, as: Credentials = tenant) => send(api, { method: 'GET', path, as }),
    /** A tenant of its own, with a number and settings for its messages: what is known of one is remembered for 5 s. */
    async tenantWith(settings: Record<string, unknown>) {
      const owner = await platform.enrol();
      numbered += 1;
      const number = `+15550${numbered}`;
      await ownNumber(owner, number, `${program.url}/sms`, '');
      await configure(owner, settings);
      const path = `/2010-04-01/Accounts/${owner.sid}/Messages.json`;
      const post = (form: Form) => send(api, { method: 'POST', path, as: owner, form });
      return { tenant: owner, number, post };
    },
    /** The link of ours in which the carrier reports a message's status. */
    statusPath: (messageSid: string) => {
      const { pathname, search } = new URL(link('messages/status', { accountSid: tenant.sid, messageSid }));
      return pathname + search;
    },
    /**
     * Does what transactions have put into the outbox for messages, as the queue would bring it, until nothing is
     * left; `again` does what was done before once more, as a queue may.
     */
    async drain(how?: 'again') {
      if (how === 'again') done.clear();
      for (;;) {
        const waiting = (await items('OUT#')).filter((entry) => entry['queue'] === 'sms' && !done.has(keyOf(entry)));
        if (waiting.length === 0) return;
        for (const entry of waiting) {
          done.add(keyOf(entry));
          const { sid = String(entry['PK']).slice(4), accountSid, action, input } = entry;
          const { batchItemFailures } = await work({ sid, sequence: entry['SK'], accountSid, action, input });
          if (batchItemFailures.length > 0) throw new Error(`${action} failed`);
        }
      }
    },
    async close() {
      await Promise.all([upstream.close(), program.close()]);
      await platform.close();
      await queues.close();
    },
  };
}
export type Messaging = Awaited<ReturnType<typeof startMessaging>>;

let numbered = 300;

/** An account's first settings for its messages. */
async function configure({ sid: accountSid }: Credentials, settings: Record<string, unknown>) {
  const { changeConfiguration } = await import('../../../lib/store/configuration.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const by = { changedBy: accountSid, changedAt: 1 };
  await commit(changeConfiguration({ accountSid, microService: 'sms', from: 0, settings, ...by }));
}

const keyOf = ({ PK, SK }: Item): string => `${PK} ${SK}`;

/** As `send`, for answers that are TwiML. */
async function sendText(handler: Handler, request: Parameters<typeof send>[1]): Promise<Reply> {
  const asJson: Handler = async (event, context) => {
    const answer = await handler(event, context);
    const isJson = String(answer.headers?.['content-type'] ?? 'application/json').includes('json');
    return isJson ? answer : { ...answer, body: JSON.stringify({ xml: answer.body }) };
  };
  return send(asJson, request);
}

async function ownNumber(owner: Credentials, phoneNumber: string, smsUrl: string, smsFallbackUrl: string) {
  const { commit } = await import('../../../lib/store/commit.ts');
  const { putNewNumber } = await import('../../../lib/store/number.ts');
  const { putNumberMapping } = await import('../../../lib/store/mapping.ts');
  const sid = `PN${phoneNumber.slice(1).padStart(32, '0')}`;
  const post = 'POST' as const;
  const none = { voiceUrl: '', voiceFallbackUrl: '', statusCallback: '' };
  const methods = { voiceMethod: post, voiceFallbackMethod: post, statusCallbackMethod: post };
  await commit([
    putNewNumber({
      ...{ sid, accountSid: owner.sid, phoneNumber, friendlyName: phoneNumber, status: 'in-use', ...none, ...methods },
      ...{ smsUrl, smsMethod: post, smsFallbackUrl, smsFallbackMethod: post },
      capabilities: { voice: true, sms: true, mms: true },
      ...{ createdAt: 0, updatedAt: 0, revision: 0, outboxCount: 0, configurationVersion: 0 },
    }),
    putNumberMapping(phoneNumber, { accountSid: owner.sid, resourceSid: sid }),
  ]);
}

/** A usage event's line, as the function usage writes it. `amount` in nano-units. */
async function putInLedger(used: Item, amount: bigint) {
  const { commit } = await import('../../../lib/store/commit.ts');
  const { putLedgerLine } = await import('../../../lib/metering/ledger-line.ts');
  const { nano, zero } = await import('../../../lib/money/nano.ts');
  const text = (name: string) => String(used[name]);
  const line = { id: text('SK'), accountSid: text('accountSid'), microService: 'sms', meter: text('meter') };
  const times = { startedAt: Number(used['startedAt']), finalizedAt: Number(used['finalizedAt']), day: text('day') };
  const units = { quantity: 1n, billedUnits: 1n, per: 1, connect: zero, amount: nano(amount) };
  await commit([putLedgerLine({ ...line, ...times, ...units, resourceSid: text('resourceSid') })]);
}

/** A sample event of events/, with what stands in it for a tenant, its token and a message replaced. */
export function sampleEvent<Event = APIGatewayProxyEventV2>(name: string, replacing: Readonly<Record<string, string>>) {
  const text = readFileSync(`events/${name}.json`, 'utf8');
  const replaced = Object.entries(replacing).reduce((changed, [from, to]) => changed.replaceAll(from, to), text);
  return JSON.parse(replaced) as Event;
}
