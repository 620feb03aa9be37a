import { startBillingPlatform } from '../../integration/billing/billing-platform.ts';
import { type Credentials, gatewayEvent, send } from '../../integration/gateway.ts';
import { seeded, usageEvents } from '../../integration/usage/stream.ts';
import { watchRequests } from './life.ts';
import type { Item } from './portrait.ts';
import type { Use } from './story.ts';
import { tableAsItIs } from './table.ts';

export const november = '2026-11-20T12:00:00Z';
export const december = '2026-12-01T06:00:00Z';

/**
 * Where the stories of prices, statements and what comes after them happen: the functions of billing with queues, buckets, and a clock
 * that stands still. What is in the table beside the operator is the story's own.
 */
export async function startBillingStage() {
  watchRequests();
  const platform = await startBillingPlatform(november);
  const { handler: work } = await import('../../../functions/billing/queue.ts');
  const { handler: rate } = await import('../../../functions/usage/stream.ts');
  const table = await tableAsItIs();
  let stories = 0;
  let runs = 0;
  let now = Date.parse(november);
  const turnTo = (instant: number) => {
    now = instant;
    platform.turnClock(new Date(now).toISOString());
  };
  const make = async (path: string, json: object, as: Credentials = platform.operator) => {
    const { status, body } = await send(platform.billingApi, { method: 'POST', path, as, json });
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };

  return {
    ...platform,
    ...table,
    rate,
    make,
    turnTo: (instant: string) => turnTo(Date.parse(instant)),
    async restore(items?: readonly Item[]) {
      // Each run has instants of its own: the bucket keeps what earlier ones have put there.
      runs += 1;
      turnTo(items === undefined ? Date.parse(november) + runs * 1_000 : now + 1_000);
      await table.restore(items);
    },
    /** A name that no story has had. */
    unique: () => {
      stories += 1;
      return `story-${stories}`;
    },
    /** A tenant with taxes that has used something in November. */
    async customer(terms?: object, isRated = true) {
      const account = await platform.enrolIn('Europe/Berlin', 'Example GmbH');
      if (terms !== undefined) {
        await make(`/v1/Accounts/${account.sid}/Balance`, terms);
        await make(`/v1/Accounts/${account.sid}/Balance/TopUps`, { Amount: '500' });
        turnTo(now + 11_000);
      }
      await make(`/v1/Accounts/${account.sid}/Taxes`, { Name: 'VAT', Rate: '19' });
      const owner = { sid: account.sid, zone: 'Europe/Berlin' };
      const uses = usageEvents([owner], 12, now + 3 * 3_600_000, seeded(3));
      await platform.use(uses, () => isRated);
      return { ...account, uses };
    },
    /** Closes November of an account. */
    async closeNovember(account: Credentials): Promise<void> {
      turnTo(Date.parse(december));
      const run = await platform.run({ AccountSid: account.sid });
      if (run['Status'] !== 'completed' || run['Problem'] !== null) throw new Error(JSON.stringify(run));
    },
    /** A client's request with an Idempotency-Key: it is repeated once the lease of the first is over. */
    askedOnce(path: string, json: object, as: Credentials = platform.operator): Use {
      stories += 1;
      const headers = { 'idempotency-key': `story-${stories}` };
      return {
        attempt: async () =>
          (await send(platform.billingApi, { method: 'POST', path, as, json, headers })).status < 300,
        pause: async () => turnTo(now + 31_000),
      };
    },
    /** The same without a key: it is repeated as it is. */
    asked: (path: string, json: object, as: Credentials = platform.operator): Use => ({
      attempt: async () => (await send(platform.billingApi, { method: 'POST', path, as, json })).status < 300,
    }),
    /** A message of billing's queue; it comes until it is done. */
    queued: (body: object): Use => ({
      attempt: async () => {
        const record = { messageId: '1', body: JSON.stringify(body) };
        const context = { getRemainingTimeInMillis: () => 900_000 };
        return (await work({ Records: [record] } as never, context)).batchItemFailures.length === 0;
      },
    }),
    /** How much there is in the bucket of what the table says of an account's bills. */
    async bytesOf(accountSid: string) {
      const named = (await table.items()).filter(
        ({ PK, objectKey }) => PK === `STA#${accountSid}` && objectKey !== undefined,
      );
      const read = named.map(({ objectKey }) => platform.readStatementBytes(String(objectKey), 'json'));
      return (await Promise.all(read)).map((text) => text.length).sort();
    },
    /** A page of a file as an account reads it, and where the next one is. */
    async page(path: string, as: Credentials) {
      const context = { getRemainingTimeInMillis: () => 29_000 } as never;
      const {
        statusCode,
        body = '',
        headers,
      } = await platform.billingApi(gatewayEvent({ method: 'GET', path, as }), context);
      const next = /^<(.*)>; rel="next"$/.exec(String(headers?.['link'] ?? ''))?.[1];
      return { isThere: statusCode === 200, text: body, next };
    },
  };
}
export type BillingStage = Awaited<ReturnType<typeof startBillingStage>>;
