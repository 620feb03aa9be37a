import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
let number: string;
beforeAll(async () => {
  world = await World.start();
  tenant = await world.enrol('Dial');
  number = await tenant.rentNumber();
});
afterAll(() => world?.close());

const caller = '+14155550131';
const agent = '+13125550144';

// Guarantee: a dialled leg is a call of its own, child of the one that dialled, with its own length and its own callbacks.
test('a caller is connected to an agent', async () => {
  const { program, client } = tenant;
  program
    .answers(
      '/voice',
      `<Response><Say>Connecting</Say><Dial action="/dialled" timeout="20">
        <Number statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">${agent}</Number>
      </Dial></Response>`,
    )
    .answers('/dialled', '<Response><Say>The agent has gone</Say></Response>');
  await world.phones.script(agent, {
    answer: { kind: 'answers', after: '3s' },
    steps: [{ act: 'says', text: 'Hello from the agent' }],
    hangsUpAfter: '20s',
  });

  const call = await world.phones.dials(caller, number);
  await world.pass('2m');

  expect(await world.phones.heard(call.sid)).toEqual(['Connecting', 'Hello from the agent', 'The agent has gone']);
  const [parent] = await client.calls.list({ to: number });
  const children = await client.calls.list({ parentCallSid: parent?.sid ?? '' });
  expect(children).toEqual([
    expect.objectContaining({
      direction: 'outbound-dial',
      to: agent,
      from: caller,
      status: 'completed',
      duration: '20',
      parentCallSid: parent?.sid,
    }),
  ]);
  expect(Number(parent?.duration)).toBeGreaterThan(20);
  const legs = program.askedAt('/leg');
  expect(legs.map(({ CallStatus }) => CallStatus)).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
  expect(legs.map(({ SequenceNumber }) => SequenceNumber)).toEqual(['0', '1', '2', '3']);
  expect(legs.at(-1)).toMatchObject({ CallSid: children[0]?.sid, ParentCallSid: parent?.sid, CallDuration: '20' });
  expect(program.askedAt('/dialled')).toEqual([
    expect.objectContaining({
      CallSid: parent?.sid,
      DialCallSid: children[0]?.sid,
      DialCallStatus: 'completed',
      DialCallDuration: '20',
    }),
  ]);
});

// Guarantee: the program learns why nobody was reached, and the caller goes on hearing its document.
test.each([
  ['busy', { answer: { kind: 'busy' } }],
  ['no-answer', { answer: { kind: 'no answer' } }],
  ['failed', { answer: { kind: 'unreachable' } }],
] as const)('an agent who is %s', async (status, script) => {
  const { program, client } = tenant;
  program
    .answers('/voice', `<Response><Dial action="/dialled-${status}" timeout="10">${agent}</Dial></Response>`)
    .answers(`/dialled-${status}`, '<Response><Say>Nobody is there</Say></Response>');
  await world.phones.script(agent, script);

  const call = await world.phones.dials(caller, number);
  await world.pass('1m');

  expect(program.askedAt(`/dialled-${status}`)).toEqual([expect.objectContaining({ DialCallStatus: status })]);
  expect(await world.phones.heard(call.sid)).toEqual(['Nobody is there']);
  const [child] = await client.calls.list({ to: agent, limit: 1 });
  expect(child).toMatchObject({ status, duration: '0', direction: 'outbound-dial' });
});

// Guarantee: two agents ring at once; the first who answers talks, the other stops ringing and costs nothing.
test('two agents at once', async () => {
  const { program, client } = tenant;
  const other = '+13125550145';
  program.answers(
    '/voice',
    `<Response><Dial action="/two"><Number>${agent}</Number><Number>${other}</Number></Dial></Response>`,
  );
  await world.phones.script(agent, { answer: { kind: 'answers', after: '8s' } });
  await world.phones.script(other, { answer: { kind: 'answers', after: '2s' }, hangsUpAfter: '10s' });

  await world.phones.dials(caller, number);
  await world.pass('1m');

  const [first] = await client.calls.list({ to: other, limit: 1 });
  const [second] = await client.calls.list({ to: agent, limit: 1 });
  expect(first).toMatchObject({ status: 'completed', duration: '10' });
  expect(second).toMatchObject({ status: 'canceled', duration: '0' });
  expect(program.askedAt('/two')).toEqual([
    expect.objectContaining({ DialCallSid: first?.sid, DialCallStatus: 'completed' }),
  ]);
});

// Guarantee: nobody is called whom the account may not call, and no number is shown that is not its own.
test('a destination that is not allowed, a caller id that is somebody else’s', async () => {
  const { program, client } = tenant;
  const restricted = await world.enrol('Restricted');
  await world.ask('POST', `/v1/Accounts/${restricted.sid}/MicroServices/call`, {
    as: restricted,
    json: { AllowedDestinations: ['+1415'] },
  });
  const theirs = await restricted.rentNumber();
  restricted.program.answers('/voice', `<Response><Dial>${agent}</Dial></Response>`);
  const before = (await world.phones.callsOf(agent)).length;

  await world.phones.dials(caller, theirs);
  await world.pass('1m');

  expect(await world.phones.callsOf(agent)).toHaveLength(before);
  expect(await restricted.client.calls.list({ to: agent })).toEqual([]);

  program.answers('/voice', `<Response><Dial callerId="${theirs}">+14155550150</Dial></Response>`);
  await world.phones.dials(caller, number);
  await world.pass('1m');
  expect(await client.calls.list({ to: '+14155550150' })).toEqual([]);
});
