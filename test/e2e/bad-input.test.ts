import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
let other: Tenant;
/** What stands for what in the paths and forms below: the tenant's own, another's, and nobody's. */
let names: Record<string, string>;
beforeAll(async () => {
  world = await World.start();
  tenant = await world.enrol('Careless');
  other = await world.enrol('Other');
  const number = await tenant.rentNumber();
  const theirs = await other.rentNumber();
  const twiml = '<Response><Say>Hello</Say></Response>';
  const call = await other.client.calls.create({ from: theirs, to: '+14155550171', twiml, record: true });
  const own = await tenant.client.calls.create({ from: number, to: '+14155550171', twiml });
  const message = await other.client.messages.create({ from: theirs, to: '+14155550171', body: 'x' });
  other.program.answers('/voice', '<Response><Dial><Conference>room</Conference></Dial></Response>');
  await world.phones.dials('+14155550102', theirs);
  await world.pass('2m');
  const [recording] = await other.client.recordings.list();
  const [conference] = await other.client.conferences.list();
  const [mapped] = await other.client.incomingPhoneNumbers.list();
  names = {
    $me: `/2010-04-01/Accounts/${tenant.sid}`,
    $own: `/v1/Accounts/${tenant.sid}`,
    $other: `/2010-04-01/Accounts/${other.sid}`,
    $number: number,
    $theirs: theirs,
    $endedCall: own.sid,
    $theirCall: call.sid,
    $theirMessage: message.sid,
    $theirRecording: recording?.sid ?? 'no recording',
    $theirConference: conference?.sid ?? 'no conference',
    $theirNumber: mapped?.sid ?? 'no number',
    $nobody: 'f'.repeat(32),
  };
});
afterAll(() => world?.close());

const filled = (text: string): string => text.replace(/\$\w+/g, (name) => names[name.trim()] ?? name);
const filledForm = (form: Record<string, string>) =>
  Object.fromEntries(Object.entries(form).map(([name, value]) => [name, filled(value)]));

/** Everything in the table, but how often an account has asked, and what was said to the carrier. */
async function items(): Promise<Record<string, unknown>[]> {
  const { AWS_ENDPOINT_URL_DYNAMODB: endpoint = '', TABLE_NAME } = world.platform.stack.environment;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }));
  const found: Record<string, unknown>[] = [];
  for await (const { Items } of paginateScan({ client }, { TableName: TABLE_NAME, ConsistentRead: true })) {
    found.push(...(Items ?? []).filter(({ PK }) => !/^(LIM|EXC)#/.test(String(PK))));
  }
  client.destroy();
  return found.sort((a, b) => `${a['PK']}${a['SK']}`.localeCompare(`${b['PK']}${b['SK']}`));
}

const to = '+14155550171';
const url = 'https://tenant.example/voice';
const long = 'x'.repeat(1_601);
type Row = readonly [method: string, path: string, form: Record<string, string>, status: number, code: number];

const titleOf = ([method, path, form, status, code]: Row): string =>
  `${method} ${path} ${JSON.stringify(form).slice(0, 100)}: ${status}, ${code}`;

const calls: readonly Row[] = [
  ['POST', '$me/Calls.json', {}, 400, 21201],
  ['POST', '$me/Calls.json', { To: to }, 400, 21213],
  ['POST', '$me/Calls.json', { To: to, From: '$number' }, 400, 21205],
  ['POST', '$me/Calls.json', { To: 'nobody', From: '$number', Url: url }, 400, 21211],
  ['POST', '$me/Calls.json', { To: to, From: '+1', Url: url }, 400, 21212],
  ['POST', '$me/Calls.json', { To: to, From: '$theirs', Url: url }, 400, 21210],
  ['POST', '$me/Calls.json', { To: to, From: '+14155550109', Url: url }, 400, 21210],
  ['POST', '$me/Calls.json', { To: to, From: '$number', Url: 'ftp://x' }, 400, 21205],
  ['POST', '$me/Calls.json', { To: to, From: '$number', Url: `https://x.example/${'y'.repeat(4_000)}` }, 400, 21205],
  ['POST', '$me/Calls.json', { To: to, From: '$number', Twiml: '<Response>' }, 400, 12100],
  ['POST', '$me/Calls.json', { To: to, From: '$number', Twiml: '<Response><Reject/><Number/></Response>' }, 400, 12200],
  ['POST', '$me/Calls.json', { To: to, From: '$number', Url: url, Timeout: 'soon' }, 400, 21208],
  ['POST', '$me/Calls.json', { To: to, From: '$number', Url: url, StatusCallbackEvent: 'never' }, 400, 20001],
  ['POST', '$me/Calls.json', { To: '+15005550001', From: '$number', Url: url }, 400, 21217],
  ['GET', '$me/Calls.json?Status=gone', {}, 400, 20001],
  ['GET', '$me/Calls.json?StartTime=yesterday', {}, 400, 20001],
  ['GET', '$me/Calls.json?PageSize=many', {}, 400, 20001],
  ['GET', '$me/Calls.json?PageToken=forged', {}, 400, 21481],
  ['GET', '$me/Calls/CA$nobody.json', {}, 404, 20404],
  ['GET', '$me/Calls/$theirCall.json', {}, 404, 20404],
  ['POST', '$me/Calls/$theirCall.json', { Status: 'completed' }, 404, 20404],
  ['POST', '$me/Calls/$endedCall.json', { Status: 'gone' }, 400, 20001],
  ['POST', '$me/Calls/$endedCall.json', { Url: url }, 400, 21220],
  ['DELETE', '$me/Calls/$theirCall.json', {}, 404, 20404],
  ['GET', '$other/Calls.json', {}, 404, 20404],
  ['POST', '$other/Calls.json', { To: to, From: '$theirs', Url: url }, 404, 20404],
];
const messages: readonly Row[] = [
  ['POST', '$me/Messages.json', {}, 400, 21604],
  ['POST', '$me/Messages.json', { To: to, Body: 'x' }, 400, 21603],
  ['POST', '$me/Messages.json', { To: to, From: '$number' }, 400, 21619],
  ['POST', '$me/Messages.json', { To: to, From: '$number', Body: '' }, 400, 21602],
  ['POST', '$me/Messages.json', { To: 'nobody', From: '$number', Body: 'x' }, 400, 21211],
  ['POST', '$me/Messages.json', { To: to, From: '+1', Body: 'x' }, 400, 21212],
  ['POST', '$me/Messages.json', { To: to, From: '$theirs', Body: 'x' }, 400, 21606],
  ['POST', '$me/Messages.json', { To: to, From: '$number', Body: long }, 400, 21617],
  ['POST', '$me/Messages.json', { To: '$number', From: '$number', Body: 'x' }, 400, 21266],
  ['POST', '$me/Messages.json', { To: to, From: '$number', Body: 'x', StatusCallback: 'here' }, 400, 21609],
  ['GET', '$me/Messages/SM$nobody.json', {}, 404, 20404],
  ['GET', '$me/Messages/$theirMessage.json', {}, 404, 20404],
  ['POST', '$me/Messages/$theirMessage.json', { Body: '' }, 404, 20404],
  ['DELETE', '$me/Messages/$theirMessage.json', {}, 404, 20404],
  ['GET', '$me/Messages/$theirMessage/Media.json', {}, 404, 20404],
  ['GET', '$me/Messages.json?DateSent=soon', {}, 400, 20001],
  ['GET', '$other/Messages.json', {}, 404, 20404],
];
const recordings: readonly Row[] = [
  ['GET', '$me/Recordings/RE$nobody.json', {}, 404, 20404],
  ['GET', '$me/Recordings/$theirRecording.json', {}, 404, 20404],
  ['GET', '$me/Recordings/$theirRecording.wav', {}, 404, 20404],
  ['DELETE', '$me/Recordings/$theirRecording.json', {}, 404, 20404],
  ['GET', '$me/Calls/$theirCall/Recordings.json', {}, 404, 20404],
  ['POST', '$me/Calls/$theirCall/Recordings.json', {}, 404, 20404],
  ['POST', '$me/Calls/$endedCall/Recordings.json', {}, 400, 21220],
  ['GET', '$me/Recordings.json?DateCreated=soon', {}, 400, 20001],
  ['GET', '$other/Recordings.json', {}, 404, 20404],
];
const conferences: readonly Row[] = [
  ['GET', '$me/Conferences/CF$nobody.json', {}, 404, 20404],
  ['GET', '$me/Conferences/$theirConference.json', {}, 404, 20404],
  ['POST', '$me/Conferences/$theirConference.json', { Status: 'completed' }, 404, 20404],
  ['GET', '$me/Conferences/$theirConference/Participants.json', {}, 404, 20404],
  ['POST', '$me/Conferences/$theirConference/Participants/$theirCall.json', { Muted: 'true' }, 404, 20404],
  ['DELETE', '$me/Conferences/$theirConference/Participants/$theirCall.json', {}, 404, 20404],
  ['GET', '$me/Conferences.json?Status=gone', {}, 400, 20001],
  ['GET', '$other/Conferences.json', {}, 404, 20404],
];
const numbers: readonly Row[] = [
  ['GET', '$me/AvailablePhoneNumbers/US/Local.json?AreaCode=many', {}, 400, 21451],
  ['GET', '$me/AvailablePhoneNumbers/us1/Local.json', {}, 404, 20404],
  ['POST', '$me/IncomingPhoneNumbers.json', {}, 400, 21421],
  ['POST', '$me/IncomingPhoneNumbers.json', { PhoneNumber: 'mine' }, 400, 21421],
  ['POST', '$me/IncomingPhoneNumbers.json', { PhoneNumber: '$theirs' }, 400, 21422],
  ['POST', '$me/IncomingPhoneNumbers.json', { PhoneNumber: '+15005550000' }, 400, 21422],
  ['GET', '$me/IncomingPhoneNumbers/PN$nobody.json', {}, 404, 20404],
  ['GET', '$me/IncomingPhoneNumbers/$theirNumber.json', {}, 404, 20404],
  ['POST', '$me/IncomingPhoneNumbers/$theirNumber.json', { VoiceUrl: url }, 404, 20404],
  ['DELETE', '$me/IncomingPhoneNumbers/$theirNumber.json', {}, 404, 20404],
  ['GET', '$other/IncomingPhoneNumbers.json', {}, 404, 20404],
];
const accounts: readonly Row[] = [
  ['GET', '/2010-04-01/Accounts/AC$nobody.json', {}, 404, 20404],
  ['GET', '$other.json', {}, 404, 20404],
  ['POST', '$other.json', { FriendlyName: 'Mine now' }, 404, 20404],
  ['POST', '$me.json', { Status: 'suspended' }, 403, 20006],
  ['POST', '$me.json', { Status: 'asleep' }, 400, 21475],
  ['GET', '$me/Usage/Records.json?Category=gossip', {}, 400, 20001],
  ['GET', '$me/Usage/Records.json?StartDate=soon', {}, 400, 20001],
  ['GET', '$other/Usage/Records.json', {}, 404, 20404],
  ['GET', '$own/MicroServices/fax', {}, 404, 20404],
  ['POST', '$own/MicroServices/call', { MaxDurationSeconds: 'long' }, 400, 20001],
  ['GET', '$own/Statements/never.json', {}, 404, 20404],
  ['POST', '/v1/RatePlans', {}, 404, 20404],
  ['POST', '/v1/BillingRuns', {}, 404, 20404],
];

// Guarantee: on every route what is missing, malformed, unknown or somebody else's is refused with Twilio's JSON and number, and
// nothing is written.
test.each(
  [...calls, ...messages, ...recordings, ...conferences, ...numbers, ...accounts].map((row) => ({
    title: titleOf(row),
    row,
  })),
)('$title', async ({ row: [method, path, form, status, code] }) => {
  const before = await items();

  const answer = await world.ask(method, filled(path), {
    as: tenant,
    ...(method === 'POST' && { form: filledForm(form) }),
  });

  expect(answer).toMatchObject({
    status,
    body: { code, status, message: expect.any(String), more_info: `https://www.twilio.com/docs/errors/${code}` },
  });
  expect(await items()).toEqual(before);
});

// Guarantee: without credentials, or with wrong ones, nothing is to be had.
test.each(['Calls', 'Messages', 'Recordings', 'Conferences', 'IncomingPhoneNumbers', 'Usage/Records'])(
  '%s with no, wrong, and another’s credentials',
  async (resource) => {
    const path = `/2010-04-01/Accounts/${tenant.sid}/${resource}.json`;
    const wrong = { sid: tenant.sid, authToken: other.authToken };

    expect(await world.ask('GET', path)).toMatchObject({ status: 401, body: { code: 20003 } });
    expect(await world.ask('GET', path, { as: wrong })).toMatchObject({ status: 401, body: { code: 20003 } });
    expect(await world.ask('GET', path, { as: other })).toMatchObject({ status: 404, body: { code: 20404 } });
  },
);

// Guarantee: a webhook that is not the carrier's own is refused and leaves no trace but a log line.
test.each([
  'calls/answer',
  'calls/status',
  'calls/continue',
  'messages/receive',
  'messages/status',
  'recordings/status',
  'conferences/events',
])('/carriers/twilio/%s with a wrong signature', async (path) => {
  const before = await items();
  const form = { CallSid: `CA${'e'.repeat(32)}`, CallStatus: 'ringing', From: to, To: names['$number'] ?? '' };

  const answer = await fetch(`${world.platform.platform.url}/carriers/twilio/${path}`, {
    method: 'POST',
    headers: { 'x-twilio-signature': 'bm90IHRoZSBzaWduYXR1cmU=' },
    body: new URLSearchParams(form),
  });

  expect(answer.status).toBe(403);
  expect(await items()).toEqual(before);
  expect(tenant.program.asked).toEqual([]);
});

// Guarantee: what the SDK throws is what it throws with Twilio itself.
test('the SDK understands the refusals', async () => {
  const { client } = tenant;
  await expect(client.calls.create({ from: names['$number'] ?? '', to: 'nobody', url })).rejects.toMatchObject({
    status: 400,
    code: 21211,
    moreInfo: 'https://www.twilio.com/docs/errors/21211',
  });
});
