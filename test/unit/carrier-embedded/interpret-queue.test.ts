import { expect, test } from '@jest/globals';
import { answered, documentOf, lastTimer, source, then } from './told.ts';

const enqueued = (attributes: string) =>
  then(answered(`<Enqueue ${attributes}>support</Enqueue><Say>Next</Say>`).session, { kind: 'enqueued' });

// Guarantee: a queued call asks its waitUrl again and again, is silent without one, and never in a circle without time.
test('waiting in a queue', () => {
  expect(answered('<Enqueue>support</Enqueue>').told).toEqual(['answer', 'enqueue support']);
  expect(enqueued('').told).toEqual([]);
  const asking = enqueued('waitUrl="/wait"');
  expect(asking.told).toEqual(['ask POST https://program.example/wait']);
  const said = then(asking.session, documentOf(asking.session, '<Say>Hi</Say>'));
  expect(then(said.session, lastTimer(said.session)).told).toEqual(['ask POST https://program.example/wait']);
  const empty = then(asking.session, documentOf(asking.session, ''));
  expect(empty.told).toEqual(['wait 1000']);
  expect(then(empty.session, lastTimer(empty.session)).told).toEqual(['ask POST https://program.example/wait']);
});

const out = { result: 'leave', queueSid: 'QU1', seconds: 7 } as const;

// Guarantee: after a queue comes its action, or without one the next verb; inside it only what Twilio allows.
test('leaving a queue', () => {
  const asking = enqueued('waitUrl="/wait"');
  const leaving = then(asking.session, documentOf(asking.session, '<Leave/>'));
  expect(leaving.told).toEqual(['leave queue, leave']);
  expect(then(leaving.session, { kind: 'dequeued', outcome: out }).told).toEqual(['say Next', 'wait 240']);
  expect(then(enqueued('action="/left"').session, { kind: 'dequeued', outcome: out }).told).toEqual([
    'ask POST https://program.example/left QueueResult=leave&QueueSid=QU1&QueueTime=7',
  ]);
  for (const wrong of ['<Dial>+14155550100</Dial>', '<Record/>', '<Enqueue>other</Enqueue>']) {
    expect(then(asking.session, documentOf(asking.session, wrong)).told).toEqual(['error 12200', 'leave queue, error']);
  }
  expect(answered('<Leave/><Say>Next</Say>', { answered: true }).told).toEqual(['say Next', 'wait 240']);
});

// Guarantee: whatever cuts a queued call off is told to its action, which is then asked for nothing.
test.each([
  ['hang-up', { kind: 'hung-up' }, [], 'hangup', 'bridged'],
  ['redirect', { kind: 'redirected', source }, [`ask POST ${source.url}`], 'redirected', 'redirected-from-bridged'],
] as const)('a %s in a queue', (_, input, after, waiting, connected) => {
  const { session } = enqueued('action="/left"');
  const told = (result: string) => [`leave queue, ${result}, tell https://program.example/left`, ...after];
  expect(then(session, input).told).toEqual(told(waiting));
  expect(then(then(session, { kind: 'bridged' }).session, input).told).toEqual(told(connected));
});

// Guarantee: a whisper to a queued call ends in the connection, whatever it was hearing before.
test('a whisper in a queue', () => {
  const whispered = then(enqueued('waitUrl="/wait"').session, { kind: 'whispered', source });
  expect(whispered.told).toEqual([`ask POST ${source.url}`]);
  expect(then(whispered.session, documentOf(whispered.session, '')).told).toEqual(['connect']);
});
