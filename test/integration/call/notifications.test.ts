import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Credentials } from '../gateway.ts';
import { sampleEvent } from '../sample-event.ts';
import { startsAt, startVoice, type Voice } from '../voice.ts';

const number = '+12125550100';
const dayMilliseconds = 86_400_000;

let voice: Voice;
let tenant: Credentials;
let stranger: Credentials;
const callSids: string[] = [];

beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(number, '/voice');
  stranger = await voice.platform.enrol();
  // A document that is none, then one with an attribute that is not known: an error for each attempt, then a warning.
  for (const twiml of ['<Response><Say>', '<Response><Say colour="red">hello</Say></Response>']) {
    voice.twiml['/voice'] = twiml;
    voice.carrier.phone('+14155550100').dials(number);
    await voice.clock.advanceBy('20s');
    const { body } = await voice.get(voice.calls, tenant, 'Calls.json?PageSize=1');
    callSids.push(String((body['calls'] as { sid: string }[])[0]?.sid));
  }
});
afterAll(() => voice.close());

type Shown = Record<string, string>;
const list = async (path: string, as = tenant) =>
  (await voice.get(voice.calls, as, path)).body['notifications'] as Shown[];
const day = (shift: number) => new Date(startsAt + shift * dayMilliseconds).toISOString().slice(0, 10);

// Guarantee: what went wrong is listed newest first, with Twilio's number and what to read about it.
test('the account’s notifications', async () => {
  const all = await list('Notifications.json');
  expect(all.map(({ log, error_code: code }) => [log, code])).toEqual([
    ['1', '12200'],
    ['0', '12100'],
    ['0', '12100'],
  ]);
  const [warning] = all;
  expect(warning).toMatchObject({
    call_sid: callSids[1],
    request_url: `${voice.programUrl}/voice`,
    more_info: 'https://www.twilio.com/docs/errors/12200',
  });
  expect(new URLSearchParams(warning?.['message_text']).get('Msg')).toContain('colour');
  const { body } = await voice.get(voice.calls, tenant, `Notifications/${warning?.['sid']}.json`);
  expect(body).toMatchObject({ ...warning, response_body: null });
});

// Guarantee: filters show what they name and nothing else.
test.each([
  ['Log=0', 2],
  ['Log=1', 1],
  [`MessageDate=${day(0)}`, 3],
  [`MessageDate%3C=${day(-1)}`, 0],
  [`MessageDate%3E=${day(0)}&Log=1`, 1],
])('%s', async (query, count) => {
  expect(await list(`Notifications.json?${query}`)).toHaveLength(count);
});

// Guarantee: a call has its own notifications and no other's, and a page goes on where the last one ended.
test('a call’s notifications', async () => {
  const [broken = '', odd = ''] = callSids;
  const own = await list(`Calls/${broken}/Notifications.json`);
  expect(own.map(({ call_sid: sid }) => sid)).toEqual([broken, broken]);
  expect(await list(`Calls/${odd}/Notifications.json`)).toHaveLength(1);
  const sid = own[0]?.['sid'];
  expect(await voice.get(voice.calls, tenant, `Calls/${broken}/Notifications/${sid}.json`)).toMatchObject({
    status: 200,
  });
  expect(await voice.get(voice.calls, tenant, `Calls/${odd}/Notifications/${sid}.json`)).toMatchObject({ status: 404 });
  const first = await voice.get(voice.calls, tenant, `Calls/${broken}/Notifications.json?PageSize=1`);
  const next = String(first.body['next_page_uri']).split('/').slice(4).join('/');
  expect(await list(next)).toMatchObject([{ sid: own[1]?.['sid'] }]);
});

// Guarantee: another account sees none of it, and a path that names nothing is not found.
test('foreign notifications', async () => {
  const [notification] = await list('Notifications.json');
  const [callSid] = callSids;
  expect(await list('Notifications.json', stranger)).toEqual([]);
  for (const path of [`Notifications/${notification?.['sid']}.json`, `Calls/${callSid}/Notifications.json`]) {
    expect(await voice.get(voice.calls, stranger, path)).toMatchObject({ status: 404, body: { code: 20404 } });
  }
  expect(await voice.get(voice.calls, tenant, 'Notifications/NO1.json')).toMatchObject({ status: 404 });
  expect(await voice.get(voice.calls, tenant, 'Notifications.json?Log=2')).toMatchObject({ body: { code: 20001 } });
});

// Guarantee: the sample event is one that the function takes.
test('events/call.list-notifications.json', async () => {
  const sample = sampleEvent<APIGatewayProxyEventV2>('call.list-notifications', tenant);
  expect(await voice.calls(sample, {} as never)).toMatchObject({ statusCode: 200 });
});

// Guarantee: what has been kept for 30 days is not shown any more, whether or not the table has deleted it.
test('thirty days later', async () => {
  const [notification] = await list('Notifications.json');
  await voice.clock.advanceBy('31d');
  expect(await list('Notifications.json')).toEqual([]);
  expect(await voice.get(voice.calls, tenant, `Notifications/${notification?.['sid']}.json`)).toMatchObject({
    status: 404,
  });
});
