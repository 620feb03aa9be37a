import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { live, watchRequests } from '../../reliability/deaths/life.ts';
import { type Credentials, type GatewayRequest, type Handler, send } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

const from = '+12125550100';
let voice: Voice;
let tenant: Credentials;
let numbers: Handler;
let usage: Handler;
let billing: Handler;
beforeAll(async () => {
  watchRequests();
  voice = await startVoice();
  tenant = await voice.tenantWith(from, '/voice');
  numbers = (await import('../../../functions/number/http.ts')).handler as unknown as Handler;
  usage = (await import('../../../functions/usage/http.ts')).handler as unknown as Handler;
  billing = (await import('../../../functions/billing/http.ts')).handler as unknown as Handler;
});
afterAll(() => voice.close());

/** What is due of a purchase that nobody saw the end of. */
async function settle(sid: string): Promise<void> {
  const { handler } = await import('../../../functions/number/queue.ts');
  const due = { at: 0, what: 'number.unsettled', id: sid };
  await handler({ Records: [{ messageId: '1', body: JSON.stringify({ due }) }] } as unknown as SQSEvent);
}

type Creation = {
  readonly handler: () => Handler;
  readonly request: (step: number) => Pick<GatewayRequest, 'path' | 'as' | 'form' | 'json'>;
  /** By what the item that is made is found in the table. */
  readonly entity: string;
  readonly attribute: string;
  readonly wanted: (step: number) => string;
};
const ofTenant = (path: string, form: Record<string, string>) => ({
  path: `/2010-04-01/Accounts/${tenant.sid}/${path}`,
  as: tenant,
  form,
});
const named = (entity: string, path: string, handler: () => Handler, more: Record<string, string> = {}): Creation => ({
  handler,
  request: (step) => ofTenant(path, { FriendlyName: `${entity} ${step}`, ...more }),
  entity,
  attribute: 'friendlyName',
  wanted: (step) => `${entity} ${step}`,
});
const creations: Record<string, Creation> = {
  call: {
    handler: () => voice.calls,
    request: (step) =>
      ofTenant('Calls.json', {
        To: `+141555520${10 + step}`,
        From: from,
        Twiml: '<Response><Pause length="9"/></Response>',
      }),
    entity: 'call',
    attribute: 'to',
    wanted: (step) => `+141555520${10 + step}`,
  },
  message: {
    handler: () => voice.messages,
    request: (step) => ofTenant('Messages.json', { To: `+141555530${10 + step}`, From: from, Body: 'Hello' }),
    entity: 'message',
    attribute: 'to',
    wanted: (step) => `+141555530${10 + step}`,
  },
  number: {
    handler: () => numbers,
    request: (step) => ofTenant('IncomingPhoneNumbers.json', { PhoneNumber: `+141555501${10 + step}` }),
    entity: 'number',
    attribute: 'phoneNumber',
    wanted: (step) => `+141555501${10 + step}`,
  },
  application: named('application', 'Applications.json', () => numbers),
  key: named('api-key', 'Keys.json', () => voice.platform.accountApi),
  queue: named('queue', 'Queues.json', () => voice.calls),
  trigger: named('usage-trigger', 'Usage/Triggers.json', () => usage, {
    ...{ UsageCategory: 'calls', TriggerValue: '1000', CallbackUrl: 'https://tenant.example/reached' },
  }),
  'top-up': {
    handler: () => billing,
    request: (step) => ({
      path: `/v1/Accounts/${tenant.sid}/Balance/TopUps`,
      as: voice.platform.operator,
      json: { Amount: '1', Note: `Payment ${step}` },
    }),
    entity: 'top-up',
    attribute: 'note',
    wanted: (step) => `Payment ${step}`,
  },
};

const made = async ({ entity, attribute, wanted }: Creation, step: number) =>
  (await voice.platform.items()).filter((item) => item['entity'] === entity && item[attribute] === wanted(step));

// Guarantee: wherever a function dies that creates something, whoever repeats the request has one of it, and is told which.
test.each(Object.keys(creations))('a %s is made once', async (name) => {
  const creation = creations[name] as Creation;
  const died: string[] = [];
  for (let step = 1; ; step += 1) {
    const headers = { 'idempotency-key': `${name}-${step}` };
    const post = () => send(creation.handler(), { method: 'POST', ...creation.request(step), headers });
    const { diedAsking } = await live(step - 1, post);
    died.push(diedAsking ?? 'answer');
    await voice.clock.advanceBy('31s');
    let again = await post();
    if (again.status === 503) {
      const [item] = await made(creation, step);
      await settle(String(item?.['PK']).slice('RES#'.length));
      again = await post();
    }
    expect({ step, status: again.status, body: again.body }).toMatchObject({ step, status: 201 });
    const keys = (await made(creation, step)).map(({ PK, SK }) => `${PK} ${SK}`);
    expect({ step, keys }).toEqual({
      step,
      keys: [expect.stringContaining(String(again.body['sid'] ?? again.body['Sid']))],
    });
    expect((await post()).body).toEqual(again.body);
    if (diedAsking === undefined) break;
  }
  const whom = [...new Set(died)].join(', ');
  console.log(`the function died ${died.length} times, each at another request (${whom}): one ${name} each time`);
  expect(died.length).toBeGreaterThanOrEqual(4);
});

// Guarantee: money that was paid in is there once, whatever died on the way.
test('what the top-ups above came to', async () => {
  const paid = (await voice.platform.items()).filter(({ entity }) => entity === 'top-up').length;
  const { left } = await (await import('../../../lib/balance/balance.ts')).balanceOf({
    accountSid: tenant.sid,
    purse: 'BALANCE',
  });
  expect([paid > 3, left]).toEqual([true, BigInt(paid) * 1_000_000_000n]);
});
