import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { localClient } from '../../docs/sdk/node/local-client.ts';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
let number: string;
beforeAll(async () => {
  world = await World.start();
  tenant = await world.enrol('Voicemail');
  number = await tenant.rentNumber();
});
afterAll(() => world?.close());

const words = 'Hello, this is about the red bicycle, please call me back';

// Guarantee: a caller's message is told to the program and listed as text, once, billed once by its length, and its recording is heard still.
test('voicemail as text', async () => {
  const { program, client } = tenant;
  const record = '<Record action="/recorded" timeout="3" transcribe="true" transcribeCallback="/words"/>';
  program
    .answers('/voice', `<Response><Say>Leave a message</Say>${record}</Response>`)
    .answers('/recorded', '<Response><Hangup/></Response>');
  await world.phones.faults([{ kind: 'webhook duplicated', rate: 1 }]);
  await world.phones.dials('+14155550161', number, { steps: [{ act: 'says', text: words }] });
  await world.pass('2m');
  await world.phones.faults([]);

  const [listed, ...others] = await client.transcriptions.list();
  expect(others).toEqual([]);
  const [recording] = await client.recordings.list();
  expect(listed).toMatchObject({
    status: 'completed',
    transcriptionText: words,
    recordingSid: recording?.sid,
    duration: recording?.duration,
    price: -0.05,
    priceUnit: 'USD',
    type: 'fast',
  });
  const [told, ...again] = program.askedAt('/words');
  expect(again).toEqual([]);
  expect(told).toMatchObject({
    AccountSid: tenant.sid,
    CallSid: recording?.callSid,
    From: '+14155550161',
    To: number,
    Direction: 'inbound',
    TranscriptionSid: listed?.sid,
    TranscriptionText: words,
    TranscriptionStatus: 'completed',
    RecordingSid: recording?.sid,
  });
  expect(program.forged).toEqual([]);
  expect(await client.recordings(recording?.sid ?? '').transcriptions.list()).toMatchObject([{ sid: listed?.sid }]);
  const { pathname } = new URL(told?.['TranscriptionUrl'] ?? '');
  expect(await world.ask('GET', pathname, { as: tenant })).toMatchObject({ status: 200, body: { sid: listed?.sid } });

  const [used] = await client.usage.records.list({ category: 'transcriptions' });
  expect(used).toMatchObject({ count: '1', usage: '1', price: 0.05 });
  const { url, accountSid, authToken } = world.platform.carrier;
  const upstream = localClient(url, accountSid, authToken);
  expect([await upstream.transcriptions.list(), await upstream.recordings.list()]).toEqual([[], []]);

  await client.transcriptions(listed?.sid ?? '').remove();
  expect(await client.transcriptions.list()).toEqual([]);
  expect((await client.recordings.list()).map(({ sid }) => sid)).toEqual([recording?.sid]);
});
