import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Handler } from '../gateway.ts';
import { sampleEvent } from '../sample-event.ts';
import { type Calling, startCalling } from './calling.ts';

let voice: Calling['voice'];
let itemOf: Calling['itemOf'];
let due: Calling['due'];
let queue: Calling['queue'];
let work: Calling['work'];
let tenantWith: Calling['tenantWith'];
let placed: Calling['placed'];
let held: Calling['held'];
let comes: Calling['comes'];
beforeAll(async () => {
  ({ voice, itemOf, due, queue, work, tenantWith, placed, held, comes } = await startCalling());
});
afterAll(() => voice.close());

// Guarantee: of 200 calls at once, at 20 a second, none is lost or placed twice; they are placed in order, 1/rate apart.
test('200 calls at 20 a second', async () => {
  const { from, call } = await tenantWith({ CallsPerSecond: 20 });
  const began = voice.clock.now();
  const sids: unknown[] = [];
  for (let index = 0; index < 200; index += 1) {
    const { status, body } = await call(`+1415556${1_000 + index}`);
    expect({ status, shown: body['status'] }).toEqual({ status: 201, shown: 'queued' });
    sids.push(body['sid']);
  }
  expect(placed(from)).toHaveLength(1);

  const brought = held(sids).sort((one, other) => one.due.at - other.due.at);
  for (const message of brought) {
    await voice.clock.advanceBy(message.due.at - voice.clock.now());
    await work(message, message);
  }

  expect(placed(from).map(({ to }) => to)).toEqual(sids.map((_, index) => `+1415556${1_000 + index}`));
  const items = await Promise.all(sids.map(itemOf));
  const instants = items.map(({ placedAt = began }) => Number(placedAt) - began);
  expect(instants).toEqual(sids.map((_, index) => index * 50));
  const perSecond = [...Map.groupBy(instants, (at) => Math.floor(at / 1_000)).values()].map(({ length }) => length);
  expect(new Set(perSecond)).toEqual(new Set([20]));
  process.stdout.write(
    `200 calls at 20 a second: 200 placed in order within ${instants.at(-1)} ms, ${perSecond.length} seconds of 20\n`,
  );
});

// Guarantee: a call that waits is queued and tells nobody; placed, it says how long it waited, and rings for its own Timeout.
test('a call that waits', async () => {
  const { tenant, call } = await tenantWith({ CallsPerSecond: 0.1, MaxDurationSeconds: 60 });
  await call('+14155570001');
  const { body } = await call('+14155570002');
  const slotAt = voice.clock.now() + 10_000;
  expect(await itemOf(body['sid'])).toMatchObject({
    status: 'queued',
    waiting: { slotOf: 'account', slotAt },
    dueSK: `${slotAt}#call#call.place#${body['sid']}`,
  });
  expect(held([body['sid']])).toHaveLength(1);
  await work(due(body['sid']));
  expect(await itemOf(body['sid'])).toMatchObject({ waiting: { slotAt } });

  await voice.clock.advanceTo(slotAt);
  const sample = { [`CA${'c'.repeat(32)}`]: String(body['sid']) };
  expect(await queue(sampleEvent('callQueue.place', tenant, sample))).toEqual({ batchItemFailures: [] });

  const after = await itemOf(body['sid']);
  expect(after).toMatchObject({ placedAt: slotAt, reference: expect.anything() });
  expect(after).not.toHaveProperty('waiting');
  expect(after.dueSK).toBe(`${slotAt + (60 + 60 + 60) * 1_000}#call#call.overdue#${body['sid']}`);
  const shown = await voice.get(voice.calls, tenant, `Calls/${body['sid']}.json`);
  expect(shown.body).toMatchObject({ queue_time: '10000' });
});

// Guarantee: a call that would wait longer than it may is refused with Twilio's code, and leaves nothing, least of all a slot.
test('a full queue', async () => {
  const { call } = await tenantWith({ CallsPerSecond: 0.1, MaxQueueSeconds: 25 });
  const answers = [];
  for (const to of ['1', '2', '3', '4']) answers.push(await call(`+1415557010${to}`));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
  expect(answers[3]?.body).toMatchObject({ code: 20429 });
  const before = await voice.platform.items();
  await call('+14155570105');
  expect(await voice.platform.items()).toEqual(before);

  await voice.clock.advanceBy(10_000);
  expect(await call('+14155570106')).toMatchObject({ status: 201 });
});

// Guarantee: the call that asks for a caller id's code takes its turn like any other, and is led to the code when placed.
test('a validation call that waits', async () => {
  const { tenant, from, call } = await tenantWith({ CallsPerSecond: 0.1 });
  const numbers = (await import('../../../functions/number/http.ts')).handler as unknown as Handler;
  const { loadNumberByMapping, putChangedNumber } = await import('../../../lib/store/number.ts');
  const { listKeys } = await import('../../../lib/store/resource.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const found = await loadNumberByMapping(from);
  if (found === undefined) throw new Error(`${from} is nobody's`);
  const { sid, createdAt } = found.number;
  await commit([
    putChangedNumber(found.number, listKeys({ accountSid: tenant.sid, type: 'number', createdAt, sid, to: from })),
  ]);
  await call('+14155570801');
  const phone = voice.carrier.phone('+14155570802').answersAfter('1s');
  const { body } = await voice.post(voice.calls, tenant, 'OutgoingCallerIds.json', { PhoneNumber: '+14155570802' });
  await comes(body['call_sid']);
  await voice.clock.advanceBy('3s');
  phone.calls.at(-1)?.presses(String(body['validation_code']));
  await voice.clock.advanceBy('30s');

  const verified = await voice.get(numbers, tenant, 'OutgoingCallerIds.json');
  expect(verified.body['outgoing_caller_ids']).toMatchObject([{ phone_number: '+14155570802' }]);
});
