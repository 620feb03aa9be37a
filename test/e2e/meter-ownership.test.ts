import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Tenant, World } from './world.ts';

let world: World;
const walked: string[] = [];
beforeAll(async () => {
  world = await World.start();
});
afterAll(async () => {
  process.stdout.write(`\nWho owns the meter (situation: meters, as lines × and units):\n${walked.join('\n')}\n`);
  await world?.close();
});

const caller = '+14155550161';
const called = '+14155550162';
type Played = { readonly tenant: Tenant; readonly number: string };

/** A phone that is called talks so long. */
const talks = (seconds: number) =>
  world.phones.script(called, { answer: { kind: 'answers', after: '1s' }, hangsUpAfter: `${seconds}s` });

/** A phone calls the account's number, whose program answers so, and talks so long. */
async function comesIn({ tenant, number }: Played, verbs: string, seconds = 20): Promise<void> {
  tenant.program.answers('/voice', `<Response>${verbs}</Response>`);
  await world.phones.dials(caller, number, { hangsUpAfter: `${seconds}s` });
}

const dialOut = ({ tenant, number }: Played) =>
  tenant.client.conferences('out').participants.create({ from: number, to: called });

const configure = async ({ tenant }: Played, microService: string, json: object) =>
  expect(
    await world.ask('POST', `/v1/Accounts/${tenant.sid}/MicroServices/${microService}`, {
      as: { sid: world.platform.operator.accountSid, authToken: world.platform.operator.authToken },
      json,
    }),
  ).toMatchObject({ status: 200 });

/** The table of accounts.md, "Who owns the meter when micro-services nest": its rows whose parts there are, with the lines of each meter. */
const rows: readonly (readonly [string, Readonly<Record<string, number>>, (played: Played) => Promise<unknown>])[] = [
  [
    'call recorded, both channels',
    { 'calls-outbound': 1, recordings: 1 },
    async ({ tenant: { client }, number: from }) => {
      await talks(20);
      const twiml = '<Response><Pause length="600"/></Response>';
      return client.calls.create({ from, to: called, twiml, record: true, recordingChannels: 'dual' });
    },
  ],
  [
    'call with a dialled leg, recorded on both channels',
    { 'calls-inbound': 1, 'calls-outbound': 1, recordings: 1 },
    async (played) => {
      await talks(20);
      await comesIn(played, `<Dial record="record-from-answer-dual">${called}</Dial>`, 60);
    },
  ],
  [
    'conference joined by a call that comes in',
    { 'calls-inbound': 1, 'conference-participants': 1 },
    (played) => comesIn(played, '<Dial><Conference>room</Conference></Dial>'),
  ],
  [
    'conference dials out, calls enabled',
    { 'calls-outbound': 1, 'conference-participants': 1 },
    async (played) => {
      await talks(20);
      await dialOut(played);
    },
  ],
  [
    'conference alone dials out, allowed by the operator',
    { 'calls-outbound': 1, 'conference-participants': 1 },
    async (played) => {
      await configure(played, 'call', { Enabled: false });
      await configure(played, 'conference', { DialOut: true });
      await talks(20);
      await dialOut(played);
    },
  ],
  [
    '<Dial>',
    { 'calls-inbound': 1, 'calls-outbound': 1 },
    async (played) => {
      await talks(20);
      await comesIn(played, `<Dial>${called}</Dial>`, 60);
    },
  ],
  [
    '<Message> inside voice',
    { 'calls-inbound': 1, 'sms-outbound': 1 },
    (played) =>
      comesIn(played, `<Message to="${called}">You called</Message><Say>Thank you</Say><Pause length="600"/>`),
  ],
  [
    'transcription of a recording',
    { 'calls-inbound': 1, recordings: 1, transcriptions: 1 },
    async ({ tenant, number }) => {
      const words = 'Hello, this is about the red bicycle, please call me back';
      tenant.program
        .answers('/voice', '<Response><Record action="/recorded" timeout="3" transcribe="true"/></Response>')
        .answers('/recorded', '<Response><Hangup/></Response>');
      await world.phones.dials(caller, number, { steps: [{ act: 'says', text: words }] });
    },
  ],
];

// Guarantee: each part of what an account uses is metered once, by the micro-service that owns it, whatever it is nested in (accounts.md).
test.each(rows)('%s', async (situation, meters, play) => {
  const tenant = await world.enrol(situation);
  const number = await tenant.rentNumber();
  await play({ tenant, number });
  await world.pass('3m');

  const { body } = await world.ask('GET', `/v1/Accounts/${tenant.sid}/Statements/Preview`, { as: tenant });
  const groups = body['Groups'] as {
    MicroService: string;
    Meter: string;
    Lines: number;
    Quantity: string;
    Unit: string;
  }[];
  const told = groups.map(({ Meter, Lines, Quantity, Unit }) => `${Meter} ${Lines} × ${Quantity} ${Unit}s`);
  walked.push(`  ${situation}: ${told.join(', ')}`);
  expect(Object.fromEntries(groups.map(({ Meter, Lines }) => [Meter, Lines]))).toEqual(meters);
  expect(groups.filter(({ Quantity }) => BigInt(Quantity) <= 0n)).toEqual([]);
});
