import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { type Credentials, type Handler, type Reply, send } from '../gateway.ts';
import { type PlatformWithCarrier, startWithCarrier } from './upstream.ts';

let platform: PlatformWithCarrier;
let api: Handler;
let tenant: Credentials;
let queue: (event: SQSEvent) => Promise<{ batchItemFailures: unknown[] }>;
beforeAll(async () => {
  platform = await startWithCarrier();
  api = (await import('../../../functions/number/http.ts')).handler as unknown as Handler;
  queue = (await import('../../../functions/number/queue.ts')).handler;
  tenant = await platform.enrol();
});
afterEach(async () => {
  platform.fail();
  (await import('../../../lib/store/table.ts')).dynamo.middlewareStack.remove('crash');
});
afterAll(() => platform.close());

const numbers = () => `/2010-04-01/Accounts/${tenant.sid}/IncomingPhoneNumbers`;
const buy = (PhoneNumber: string, as = tenant): Promise<Reply> =>
  send(api, {
    method: 'POST',
    path: `/2010-04-01/Accounts/${as.sid}/IncomingPhoneNumbers.json`,
    as,
    form: { PhoneNumber, VoiceUrl: 'https://tenant.example/voice' },
  });
const shown = async (phoneNumber: string): Promise<unknown> => {
  const path = `${numbers()}.json?PhoneNumber=${encodeURIComponent(phoneNumber)}`;
  return (await send(api, { method: 'GET', path, as: tenant })).body['incoming_phone_numbers'];
};
const upstream = (phoneNumber: string) => platform.rented().filter((number) => number.phoneNumber === phoneNumber);

/** Does what is due of numbers, as the queue brings it; answers how many were brought. */
async function settle(): Promise<number> {
  const due = (await platform.items()).flatMap(({ dueSK }) => (typeof dueSK === 'string' ? [dueSK.split('#')] : []));
  const bodies = due
    .filter(([, owner]) => owner === 'number')
    .map(([at, , what, id]) => JSON.stringify({ due: { at: Number(at), what, id } }));
  const Records = bodies.map((body, index) => ({ messageId: String(index), body }) as SQSEvent['Records'][number]);
  expect(await queue({ Records })).toEqual({ batchItemFailures: [] });
  return bodies.length;
}

// Guarantee: a purchase whose answer was lost is the account's in the end, once, and never in doubt for good.
test('the carrier did it and its answer was lost', async () => {
  platform.fail('api unanswered');
  const answer = await buy('+12125550110');
  platform.fail();

  expect(answer).toMatchObject({ status: 503, body: { code: 20503 } });
  expect(await shown('+12125550110')).toEqual([]);
  expect(await buy('+12125550110', await platform.enrol())).toMatchObject({ body: { code: 21422 } });
  expect(await settle()).toBe(1);
  expect(await shown('+12125550110')).toMatchObject([
    { status: 'in-use', voice_url: 'https://tenant.example/voice', capabilities: { voice: true } },
  ]);
  expect(upstream('+12125550110')).toHaveLength(1);
  expect(await settle()).toBe(0);
});

// Guarantee: a purchase that never came to be leaves the number to others.
test('the carrier did nothing', async () => {
  platform.fail('api unavailable');
  expect(await buy('+12125550111')).toMatchObject({ status: 503, body: { code: 20503 } });
  platform.fail();

  await settle();

  expect(await shown('+12125550111')).toEqual([]);
  expect((await platform.items()).filter(({ PK }) => String(PK).includes('+12125550111'))).toEqual([]);
  expect(await buy('+12125550111', await platform.enrol())).toMatchObject({ status: 201 });
});

// Guarantee: a number that the platform has from elsewhere is nobody's by a purchase that never came to be.
test('the carrier has it under another name', async () => {
  const { carrierForNew } = await import('../../../lib/carrier/carriers.ts');
  const link = 'https://elsewhere.example/';
  platform.fail('api unavailable');
  await buy('+12125550113');
  platform.fail();
  const byHand = { phoneNumber: '+12125550113', name: 'By hand', voiceLink: link, callStatusLink: link };
  await carrierForNew().rentNumber({ ...byHand, messageLink: link });

  await settle();

  expect(await shown('+12125550113')).toEqual([]);
  expect(upstream('+12125550113')).toMatchObject([{ friendlyName: 'By hand' }]);
});

// Guarantee: while the carrier cannot be reached what is due comes again, and nothing is decided without it.
test('the carrier cannot be asked yet', async () => {
  platform.fail('api unavailable');
  await buy('+12125550112');
  const before = await platform.items();
  const [due] = before.flatMap(({ dueSK }) => (typeof dueSK === 'string' && dueSK.includes('#number#') ? [dueSK] : []));
  const [at, , what, id] = String(due).split('#');
  const body = JSON.stringify({ due: { at: Number(at), what, id } });
  const Records = [{ messageId: 'one', body } as SQSEvent['Records'][number]];
  expect(await queue({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: 'one' }] });
  expect(await platform.items()).toEqual(before);
  platform.fail();
  await settle();
});

// Guarantee: a machine that dies at any write of a purchase leaves a number that is had once, or not at all.
test.each([
  ['before the intent is stored', '+12135550120', 1, 'before', 0],
  ['after the intent is stored', '+12135550121', 1, 'after', 0],
  ['before the outcome is stored', '+12135550122', 2, 'before', 1],
  ['after the outcome is stored', '+12135550123', 2, 'after', 1],
] as const)('a crash %s', async (_, phoneNumber, nth, when, had) => {
  const { dynamo } = await import('../../../lib/store/table.ts');
  let writes = 0;
  dynamo.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== 'TransactWriteItemsCommand') return next(args);
        writes += 1;
        if (writes === nth && when === 'after') await next(args);
        if (writes === nth) throw new Error('The machine died');
        return next(args);
      },
    { name: 'crash', step: 'finalizeRequest', priority: 'low' },
  );
  const answer = await buy(phoneNumber);
  dynamo.middlewareStack.remove('crash');
  expect(answer).toMatchObject({ status: 500, body: { code: 20500 } });

  await settle();

  expect(await shown(phoneNumber)).toHaveLength(had);
  expect(upstream(phoneNumber)).toHaveLength(had);
  const mappings = (await platform.items()).filter(({ PK }) => PK === `MAP#number#${phoneNumber}`);
  expect(mappings).toHaveLength(had);
});

// Guarantee: a number that an account gave back is its no more at once, and the carrier gets it back sooner or later.
test.each(['api unavailable', 'api unanswered'] as const)('released while it is %s', async (fault) => {
  const phoneNumber = fault === 'api unavailable' ? '+13055550140' : '+13055550141';
  const { body } = await buy(phoneNumber);
  platform.fail(fault);

  const answer = await send(api, { method: 'DELETE', path: `${numbers()}/${body['sid']}.json`, as: tenant });

  platform.fail();
  expect(answer).toMatchObject({ status: 204 });
  expect(await shown(phoneNumber)).toEqual([]);
  expect((await platform.items()).filter(({ PK }) => PK === `MAP#number#${phoneNumber}`)).toEqual([]);
  await settle();
  expect(upstream(phoneNumber)).toEqual([]);
  expect((await platform.items()).filter(({ PK }) => PK === `RES#${body['sid']}`)).toEqual([]);
});
