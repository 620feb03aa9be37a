import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
let line: string;
let desk: string;
beforeAll(async () => {
  world = await World.start();
  tenant = await world.enrol('Support');
  line = await tenant.rentNumber();
  desk = await tenant.rentNumber();
});
afterAll(() => world?.close());

const [first, second, third, agent] = ['+14155550161', '+14155550162', '+14155550163', '+13125550164'] as const;

/** The program: callers of the line are put into a queue, callers of the desk get whoever is next. */
function answering(queue: string, { program } = tenant, to = { line, desk }) {
  program
    .answers('/voice', ({ parameters }) =>
      parameters['To'] === to.line
        ? `<Response><Say>Welcome</Say><Enqueue action="/left" waitUrl="/wait">${queue}</Enqueue></Response>`
        : `<Response><Dial action="/dialled"><Queue url="/next">${queue}</Queue></Dial></Response>`,
    )
    .answers(
      '/wait',
      ({ parameters }) =>
        `<Response><Say>You are number ${parameters['QueuePosition']}</Say><Pause length="10"/></Response>`,
    )
    .answers('/next', '<Response><Say>You are next</Say></Response>')
    .answers('/left', '<Response><Say>Goodbye</Say></Response>');
}

const callOf = async (from: string) => {
  const [call] = await tenant.client.calls.list({ from, limit: 1 });
  if (call === undefined) throw new Error(`${from} has not called`);
  return call;
};

// Guarantee: who waits hears their place; an agent who dials the queue is connected with the first, and both are told in our own
// SIDs; sizes and waits are right at each step, and each call is billed once, for its own length.
test('two callers wait and an agent takes the first', async () => {
  const { program, client } = tenant;
  answering('support');
  await world.phones.script(agent, {});

  const one = await world.phones.dials(first, line, { steps: [{ act: 'says', text: 'Hello, agent' }] });
  await world.pass('10s');
  const two = await world.phones.dials(second, line, { steps: [], hangsUpAfter: '2m' });
  await world.pass('10s');

  const [queue] = await client.queues.list({ limit: 5 });
  expect(queue).toMatchObject({ friendlyName: 'support', currentSize: 2, maxSize: 1_000, accountSid: tenant.sid });
  expect(queue?.averageWaitTime).toBeGreaterThanOrEqual(14);
  const members = await client.queues(queue?.sid ?? '').members.list();
  const [caller, other] = [await callOf(first), await callOf(second)];
  expect(members).toMatchObject([
    { callSid: caller.sid, position: 1, queueSid: queue?.sid },
    { callSid: other.sid, position: 2 },
  ]);
  expect(members[0]?.waitTime).toBeGreaterThanOrEqual(19);
  expect(await world.phones.heard(two.sid)).toContain('You are number 2');
  expect(program.askedAt('/wait').find(({ CallSid }) => CallSid === other.sid)).toMatchObject({
    ...{ QueueSid: queue?.sid, QueuePosition: '2', CurrentQueueSize: '2', MaxQueueSize: '1000' },
    ...{ QueueTime: '0', AvgQueueTime: expect.stringMatching(/^\d+$/), CallStatus: 'in-progress' },
  });

  const talk = await world.phones.dials(agent, desk, {
    steps: [{ act: 'says', text: 'Hello, caller' }],
    hangsUpAfter: '20s',
  });
  await world.pass('5s');
  expect(await client.queues(queue?.sid ?? '').fetch()).toMatchObject({ currentSize: 1 });
  const dequeuer = await callOf(agent);
  expect(program.askedAt('/next')).toEqual([
    expect.objectContaining({ CallSid: caller.sid, QueueSid: queue?.sid, DequeingCallSid: dequeuer.sid }),
  ]);
  await world.pass('3m');

  expect(await world.phones.heard(one.sid)).toEqual(
    expect.arrayContaining(['You are number 1', 'You are next', 'Hello, caller', 'Goodbye']),
  );
  expect(await world.phones.heard(talk.sid)).toEqual(['Hello, agent']);
  expect(program.askedAt('/left')).toEqual([
    expect.objectContaining({ CallSid: caller.sid, QueueSid: queue?.sid, QueueResult: 'bridged' }),
    expect.objectContaining({ CallSid: other.sid, QueueResult: 'hangup', CallStatus: 'completed' }),
  ]);
  expect(program.askedAt('/dialled')).toEqual([
    expect.objectContaining({
      ...{ CallSid: dequeuer.sid, DialCallStatus: 'completed', DequeueResult: 'bridged', QueueSid: queue?.sid },
      ...{ DequeuedCallSid: caller.sid, DialCallSid: caller.sid },
    }),
  ]);
  expect(program.forged).toEqual([]);
  const inbound = await client.usage.records.list({ category: 'calls-inbound' });
  const lengths = (await client.calls.list()).map(({ duration, direction }) => [direction, Number(duration)] as const);
  expect(lengths).toHaveLength(3);
  expect(lengths.every(([direction, seconds]) => direction === 'inbound' && seconds > 0)).toBe(true);
  expect(inbound[0]?.count).toBe('3');
});

// Guarantee: `<Leave>` takes the caller on; the API takes the first or a named call out, to do what a URL says.
test('leaving, by the caller and by the API', async () => {
  const { program, client } = tenant;
  answering('sales');
  program.answers('/wait', '<Response><Say>All are busy</Say><Leave/></Response>');
  const gone = await world.phones.dials(first, line);
  await world.pass('20s');
  expect(await world.phones.heard(gone.sid)).toEqual(['Welcome', 'All are busy', 'Goodbye']);
  expect(program.askedAt('/left').at(-1)).toMatchObject({ QueueResult: 'leave' });

  program.answers('/wait', '<Response><Pause length="60"/></Response>');
  program.answers('/out', '<Response><Say>We have taken you out</Say></Response>');
  const waiting = [];
  for (const phone of [first, second, third]) waiting.push(await world.phones.dials(phone, line));
  await world.pass('10s');
  const queue = (await client.queues.list()).find(({ friendlyName }) => friendlyName === 'sales');
  const members = client.queues(queue?.sid ?? '').members;
  const url = program.url('/out');
  const [a, b, c] = [await callOf(first), await callOf(second), await callOf(third)];
  expect(await members('Front').fetch()).toMatchObject({ callSid: a.sid, position: 1 });
  expect(await members('Front').update({ url })).toMatchObject({ callSid: a.sid });
  expect(await members(c.sid).update({ url, method: 'POST' })).toMatchObject({ callSid: c.sid, position: 2 });
  await world.pass('10s');
  expect(await members.list()).toMatchObject([{ callSid: b.sid, position: 1 }]);
  for (const index of [0, 2]) {
    expect(await world.phones.heard(waiting[index]?.sid ?? '')).toEqual(['Welcome', 'We have taken you out']);
  }
  expect(program.askedAt('/left').slice(-2)).toMatchObject([
    { CallSid: a.sid, QueueResult: 'redirected' },
    { CallSid: c.sid, QueueResult: 'redirected' },
  ]);
  expect(program.askedAt('/out').map(({ CallSid }) => CallSid)).toEqual([a.sid, c.sid]);
  await expect(members(a.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  await expect(members(a.sid).update({ url })).rejects.toMatchObject({ code: 20404 });
  await expect(client.queues(queue?.sid ?? '').remove()).rejects.toMatchObject({ code: 20409 });
  await client.calls(b.sid).update({ status: 'completed' });
  await world.pass('1s');
  expect(await client.queues(queue?.sid ?? '').remove()).toBe(true);
});

// Guarantee: a queue of the API's is the one that calls are put into; a full one takes nobody; its name is its account's only one.
test('a full queue', async () => {
  const { program, client } = tenant;
  answering('small');
  const { sid } = await client.queues.create({ friendlyName: 'small', maxSize: 1 });
  const queue = client.queues(sid);
  await expect(client.queues.create({ friendlyName: 'small' })).rejects.toMatchObject({ status: 400, code: 22003 });
  const waiting = await world.phones.dials(first, line);
  await world.pass('5s');
  const turned = await world.phones.dials(second, line);
  await world.pass('10s');
  expect(await world.phones.heard(turned.sid)).toEqual(['Welcome', 'Goodbye']);
  const told = program.askedAt('/left').at(-1);
  expect(told).toMatchObject({ QueueResult: 'queue-full' });
  expect(told).not.toHaveProperty('QueueSid');

  expect(await queue.update({ friendlyName: 'renamed', maxSize: 2 })).toMatchObject({
    ...{ friendlyName: 'renamed', maxSize: 2, currentSize: 1 },
  });
  answering('renamed');
  await world.phones.dials(third, line);
  await world.pass('5s');
  expect(await queue.fetch()).toMatchObject({ currentSize: 2 });
  await world.phones.dials(agent, desk, { steps: [{ act: 'says', text: 'At last' }], hangsUpAfter: '10s' });
  await world.pass('20s');
  expect(await world.phones.heard(waiting.sid)).toEqual(expect.arrayContaining(['At last']));
  answering('small');
  await world.phones.dials(second, line);
  await world.pass('5s');
  const names = (await client.queues.list()).map(({ friendlyName, currentSize }) => [friendlyName, currentSize]);
  expect(names).toEqual(
    expect.arrayContaining([
      ['small', 1],
      ['renamed', 1],
    ]),
  );
  for (const call of await client.calls.list({ status: 'in-progress' }))
    await client.calls(call.sid).update({ status: 'completed' });
  await world.pass('5s');
});

// Guarantee: two accounts' queues of one name never meet, and neither sees the other's.
test('another account’s queue of the same name', async () => {
  const rival = await world.enrol('Rival');
  const [theirLine, theirDesk] = [await rival.rentNumber(), await rival.rentNumber()];
  answering('shared');
  answering('shared', rival, { line: theirLine, desk: theirDesk });
  rival.program.answers('/voice', ({ parameters }) =>
    parameters['To'] === theirLine
      ? '<Response><Enqueue waitUrl="/wait">shared</Enqueue></Response>'
      : '<Response><Dial timeout="5" action="/dialled"><Queue>shared</Queue></Dial></Response>',
  );
  await world.phones.dials(first, line);
  await world.pass('5s');
  const [ours] = await tenant.client.queues.list({ limit: 1 });
  await world.phones.dials(agent, theirDesk);
  await world.pass('10s');
  expect(rival.program.askedAt('/dialled')).toMatchObject([{ DialCallStatus: 'failed', DialBridged: 'false' }]);
  expect(await rival.client.queues.list()).toEqual([]);
  await world.phones.dials(second, theirLine);
  await world.pass('5s');
  expect(await rival.client.queues.list()).toMatchObject([{ friendlyName: 'shared', currentSize: 1 }]);
  expect(await tenant.client.queues(ours?.sid ?? '').fetch()).toMatchObject({ friendlyName: 'shared', currentSize: 1 });
  const theirs = rival.client.queues(ours?.sid ?? '');
  await expect(theirs.fetch()).rejects.toMatchObject({ code: 20404 });
  await expect(theirs.members('Front').update({ url: rival.program.url('/x') })).rejects.toMatchObject({ code: 20404 });
});
