import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import type { Call } from '../../../lib/carrier/embedded/network/call.ts';
import type { Message } from '../../../lib/carrier/embedded/network/message.ts';
import { nanoOf, sum } from '../../../lib/money/nano.ts';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { seeded, streamEvent } from '../usage/stream.ts';
import { startsAt, startVoice, type Voice } from '../voice.ts';

const ours = '+15550100001';
const day = '20261124';
const span = { From: '2026-11-24T00:00:00Z', To: '2026-11-25T00:00:00Z', Currency: 'USD' };
const calls = 10;
const messages = 5;
const seed = Date.now() % 1_000_000;
const random = seeded(seed);

let voice: Voice;
let billing: Handler;
let tenant: Credentials;
let work: typeof import('../../../functions/billing/queue.ts').handler;

beforeAll(async () => {
  voice = await startVoice();
  billing = (await import('../../../functions/billing/http.ts')).handler as unknown as Handler;
  ({ handler: work } = await import('../../../functions/billing/queue.ts'));
  tenant = await voice.tenantWith(ours, '/voice');
  const Twiml = '<Response><Pause length="90"/></Response>';
  for (let index = 0; index < calls; index += 1) {
    const To = index % 2 === 0 ? `+1415555010${index}` : `+4930123450${index}`;
    expect(await voice.post(voice.calls, tenant, 'Calls.json', { To, From: ours, Twiml })).toMatchObject({
      status: 201,
    });
    await voice.clock.advanceBy('5m');
  }
  for (let index = 0; index < messages; index += 1) {
    const form = { To: '+14155550190', From: ours, Body: 'x'.repeat(1 + index * 100) };
    expect(await voice.post(voice.messages, tenant, 'Messages.json', form)).toMatchObject({ status: 201 });
    await voice.clock.advanceBy('1m');
  }
  const { usageEventsOfDay } = await import('../../../lib/metering/usage-event.ts');
  const { handler: rate } = await import('../../../functions/usage/stream.ts');
  const events = await usageEventsOfDay(tenant.sid, day);
  expect(events).toHaveLength(calls + messages);
  await rate(streamEvent(events));
  await voice.clock.advanceBy(`${24 * 3_600}s`);
});
afterAll(() => voice?.close());

type Report = { Differences: Record<string, unknown>[]; Margins: Record<string, string>[]; Matched: number };

const ask = (method: 'GET' | 'POST', path: string, json?: object) =>
  send(billing, { method, path: `/v1/Reconciliations/${path}`, as: voice.platform.operator, ...(json && { json }) });

/** Works the queue's message of a reading, with time for so many pages. */
async function read(sid: string, pages: number): Promise<void> {
  const message = { messageId: 'one', body: JSON.stringify({ reading: sid }) };
  let left = pages;
  const context = { getRemainingTimeInMillis: () => (left-- > 0 ? 900_000 : 0) };
  expect(await work({ Records: [message] } as unknown as SQSEvent, context)).toEqual({ batchItemFailures: [] });
}

/** Starts a reading, reads `pages` a message, and answers the report with the number of messages. */
async function reconciled(pages = 100): Promise<{ report: Report; turns: number }> {
  const started = await ask('POST', 'FromCarrier', { Carrier: 'twilio', ...span });
  expect(started).toMatchObject({ status: 202, body: { Status: 'reading', RecordsRead: 0, Report: null } });
  const sid = String(started.body['Sid']);
  let turns = 0;
  let body: Record<string, unknown> = started.body;
  for (; body['Status'] === 'reading'; turns += 1) {
    expect(body).toMatchObject({ Report: null });
    await read(sid, pages);
    ({ body } = await ask('GET', sid));
  }
  expect(body).toMatchObject({ Status: 'completed', Problem: null });
  return { report: body['Report'] as Report, turns };
}

// Guarantee: a carrier whose own list agrees with ours shows no difference, and what was earned is revenue less its prices,
// to the last nano-unit; a page at a time, and gone on with wherever it was stopped, it is the same.
test('nothing to tell', async () => {
  const { report } = await reconciled();
  expect(report).toMatchObject({ Matched: calls + messages, Differences: [] });
  const { network } = voice.carrier;
  const prices = await Promise.all(
    [...network.calls.keys(), ...network.messages.keys()].map(async (sid) => {
      const kind = sid.startsWith('CA') ? 'Calls' : 'Messages';
      const { accountSid, authToken } = network;
      const headers = { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` };
      const url = `${voice.carrier.url}/2010-04-01/Accounts/${accountSid}/${kind}/${sid}.json`;
      return ((await (await fetch(url, { headers })).json()) as { price: string }).price;
    }),
  );
  const costs = report.Margins.map(({ Cost = '' }) => nanoOf(Cost));
  expect(-sum(costs)).toBe(sum(prices.map(nanoOf)));
  for (const { Revenue = '', Cost = '', Margin = '' } of report.Margins)
    expect(nanoOf(Margin)).toBe(nanoOf(Revenue) - nanoOf(Cost));

  expect(await reconciled(1)).toEqual({ report, turns: 2 });
});

const faults = ['missing', 'extra', 'quantity', 'direction', 'none'] as const;

/** Changes what the carrier has of a use, and answers what the report has to say of it. */
function tamper(use: Call | Message, fault: (typeof faults)[number], index: number): string[] {
  const { calls, messages } = voice.carrier.network;
  const all = (use.sid.startsWith('CA') ? calls : messages) as Map<string, Call | Message>;
  if (fault === 'none') return [];
  if (fault === 'extra') {
    all.delete(use.sid);
    return [`extra ${use.sid}`];
  }
  if (fault === 'missing') {
    const sid = `${use.sid.slice(0, 2)}${String(index).padStart(32, 'e')}`;
    all.set(sid, { ...use, sid });
    return [`missing ${sid}`];
  }
  const longer = 'segments' in use ? { segments: use.segments + 1 } : { endedAt: (use.endedAt ?? 0) + 1_000 };
  all.set(use.sid, { ...use, ...(fault === 'quantity' ? longer : { direction: 'inbound' as const }) });
  return [`different ${fault} ${use.sid}`];
}

// Guarantee: whatever is taken away, added or altered at the carrier, the report lists exactly that.
test('exactly what was changed', async () => {
  const { network } = voice.carrier;
  const { resourceOf, idOf } = await names();
  for (let round = 0; round < 3; round += 1) {
    const kept = { calls: new Map(network.calls), messages: new Map(network.messages) };
    const uses = [...network.calls.values(), ...network.messages.values()];
    const expected = uses.flatMap((use, index) =>
      tamper(use, faults[Math.floor(random() * faults.length)] ?? 'none', round * 100 + index),
    );
    const { report } = await reconciled();
    const told = report.Differences.map(({ Kind, Fields, CarrierId, ResourceSid }) => {
      const id = CarrierId ?? idOf.get(String(ResourceSid));
      return [Kind, ...(Fields as string[]), id].join(' ');
    });
    expect({ seed, told: told.sort() }).toEqual({ seed, told: expected.sort() });
    console.info(
      `${expected.length} of ${uses.length} uses changed at the carrier: each told, nothing else (seed ${seed})`,
    );
    for (const name of ['calls', 'messages'] as const) {
      network[name].clear();
      for (const [sid, use] of kept[name]) network[name].set(sid, use as never);
    }
  }
  expect(resourceOf.size).toBe(calls + messages);
});

/** What is called how, here and at the carrier. */
async function names() {
  const { ourSid } = await import('../../../lib/carrier/our-sid.ts');
  const { network } = voice.carrier;
  const resourceOf = new Map<string, string>();
  for (const id of [...network.calls.keys(), ...network.messages.keys()]) {
    const reference = { carrier: 'twilio', account: network.accountSid, id };
    resourceOf.set(id, await ourSid(id.startsWith('CA') ? 'CA' : 'SM', reference));
  }
  return { resourceOf, idOf: new Map([...resourceOf].map(([id, sid]) => [sid, id])) };
}

// Guarantee: what cannot be read is refused or told, not half-done; costs of another currency are never added up.
test('what cannot be read', async () => {
  const tomorrow = { ...span, To: new Date(startsAt + 3 * 86_400_000).toISOString() };
  expect(await ask('POST', 'FromCarrier', { Carrier: 'twilio', ...tomorrow })).toMatchObject({ status: 400 });
  expect(await ask('POST', 'FromCarrier', { Carrier: 'nobody', ...span })).toMatchObject({ status: 400 });
  const { body } = await ask('POST', 'FromCarrier', { Carrier: 'twilio', ...span, Currency: 'EUR' });
  const sid = String(body['Sid']);
  expect((await ask('GET', `${sid}/Margins.csv`)).status).toBe(409);
  await read(sid, 100);
  expect((await ask('GET', sid)).body).toMatchObject({
    Status: 'failed',
    Problem: expect.stringMatching(/^CA[0-9a-f]{32} costs USD, not EUR$/),
    Report: null,
  });
});
