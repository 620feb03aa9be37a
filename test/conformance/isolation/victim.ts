import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { eventually } from '../../eventually.ts';
import type { Credentials } from '../../integration/gateway.ts';
import { startVoice, type Voice } from '../../integration/voice.ts';
import { throughGateway } from '../gateway-routes.ts';

/** Asks as somebody; throws unless it worked: a matrix of things that are not there proves nothing. */
async function make(as: Credentials, path: string, form: Record<string, string>, method: 'POST' | 'DELETE' = 'POST') {
  const { statusCode = 0, body } = await throughGateway({
    method,
    path,
    as,
    ...(method === 'POST' && (path.startsWith('/v1') ? { json: form } : { form })),
  });
  if (statusCode >= 300) throw new Error(`${method} ${path}: ${statusCode} ${body}`);
  return body ? (JSON.parse(body) as Record<string, string>) : {};
}

/** Everything that an account can have: a live call with a recording and a stream, a transcription, a conference with three, a queue with one, a message, a key, a caller id, … */
async function endow(voice: Voice, owner: Credentials, number: string, phones: readonly [string, string, string]) {
  const account = `/2010-04-01/Accounts/${owner.sid}`;
  const voiceUrl = `${voice.programUrl}/voice`;
  await make(owner, `${account}/IncomingPhoneNumbers.json`, { PhoneNumber: number, VoiceUrl: voiceUrl });
  await make(owner, `${account}/Applications.json`, { FriendlyName: 'An application' });
  await make(owner, `${account}/Keys.json`, { FriendlyName: 'A key' });
  const trigger = { UsageCategory: 'calls', TriggerValue: '1000', CallbackUrl: voiceUrl };
  await make(owner, `${account}/Usage/Triggers.json`, trigger);
  await make(owner, `/v1/Accounts/${owner.sid}/MicroServices/sms`, { EventCallbackUri: voiceUrl });
  const picture = { To: phones[0], From: number, Body: 'Secret', MediaUrl: `${voice.programUrl}/picture` };
  const message = await make(owner, `${account}/Messages.json`, picture);
  await perform(voice, message['sid'], 'sms');
  const phone = voice.carrier.phone(phones[0]).answersAfter('1s');
  const validation = await make(owner, `${account}/OutgoingCallerIds.json`, { PhoneNumber: phones[0] });
  await voice.clock.advanceBy('3s');
  phone.calls.at(-1)?.presses(validation['validation_code'] ?? '');
  await voice.clock.advanceBy('30s');
  voice.twiml['/voice'] = '<Response><Say>'; // What cannot be read is a notification.
  phone.dials(number);
  await voice.clock.advanceBy('20s');
  voice.twiml['/voice'] = '<Response><Record timeout="2" transcribe="true" action="/done"/></Response>';
  voice.carrier.phone(phones[0]).says('This is to be written down').dials(number);
  await voice.clock.advanceBy('20s');
  await settleTranscriptions(voice);
  voice.twiml['/voice'] = '<Response><Dial><Conference record="record-from-start">lobby</Conference></Dial></Response>';
  for (const phone of phones.slice(1)) {
    voice.carrier.phone(phone).dials(number);
    await voice.clock.advanceBy('10s');
  }
  const dialled = await make(owner, `${account}/Conferences/lobby/Participants.json`, { To: phones[0], From: number });
  await perform(voice, dialled['conference_sid'], 'call');
  await voice.clock.advanceBy('5s');
  voice.twiml['/voice'] = '<Response><Enqueue waitUrl="">support</Enqueue></Response>';
  voice.carrier.phone(phones[0]).dials(number);
  await voice.clock.advanceBy('5s');
  voice.carrier.phone(phones[0]).answersAfter('1s');
  const twiml = '<Response><Pause length="3000"/></Response>';
  const call = await make(owner, `${account}/Calls.json`, { To: phones[0], From: number, Twiml: twiml });
  await voice.clock.advanceBy('5s');
  const recordings = `${account}/Calls/${call['sid']}/Recordings`;
  const recording = await make(owner, `${recordings}.json`, {});
  await voice.clock.advanceBy('5s');
  await make(owner, `${recordings}/${recording['sid']}.json`, { Status: 'stopped' });
  await voice.clock.advanceBy('5s');
  await perform(voice, recording['sid'], 'recording');
  const media = { Url: voice.programUrl.replace('http', 'ws') };
  const stream = await make(owner, `${account}/Calls/${call['sid']}/Streams.json`, media);
  await voice.clock.advanceBy('1s');
  return { StreamSid: stream['sid'] ?? '' };
}

const consumers = {
  call: () => import('../../../functions/call/queue.ts'),
  recording: () => import('../../../functions/recording/queue.ts'),
  transcription: () => import('../../../functions/transcription/queue.ts'),
  sms: () => import('../../../functions/sms/queue.ts'),
};

/** Does what a resource asked of a queue, as the outbox does: copies of media are made so. */
async function perform(voice: Voice, sid: string | undefined, queue: keyof typeof consumers): Promise<void> {
  const { handler } = await consumers[queue]();
  const entries = (await voice.itemsOf(`OUT#${sid}`)).filter((entry) => entry['queue'] === queue);
  const Records = entries.map(({ PK, SK, ...entry }) => ({
    messageId: String(SK),
    body: JSON.stringify({ ...entry, sid, sequence: SK }),
  }));
  await handler({ Records } as unknown as SQSEvent);
}

/** Settles every transcription that the carrier has told of. */
async function settleTranscriptions(voice: Voice): Promise<void> {
  const entries = (await voice.itemsOf('OUT#TR')).filter((entry) => entry['queue'] === 'transcription');
  for (const { PK } of entries) await perform(voice, String(PK).replace('OUT#', ''), 'transcription');
}

/** A long call that has just ended, so that a statement asks for something. */
async function use({ sid }: Credentials, resourceSid: string, now: number): Promise<void> {
  const { loadAccount } = await import('../../../lib/access/account-access.ts');
  const { putUsageEvent, usageEvent } = await import('../../../lib/metering/usage-event.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const account = await loadAccount(sid);
  if (account === undefined) throw new Error(`There is no account ${sid}.`);
  const call = { microService: 'call', meter: 'calls-outbound', resourceSid, sequence: 0, quantity: 360_000n };
  const span = { startedAt: now, finalizedAt: now, configurationVersion: 0 };
  await commit([putUsageEvent(usageEvent(account, { ...call, ...span, destination: '+4930123456' }))]);
}

/** Closes November for every account: each gets its statement. Answers the run. */
async function bill(operator: Credentials): Promise<string> {
  const run = await make(operator, '/v1/BillingRuns', {});
  const { handler: work } = await import('../../../functions/billing/queue.ts');
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${process.env['QUEUE_PREFIX']}billing` }));
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    if (Messages.length === 0) break;
    for (const { MessageId = '', Body = '', ReceiptHandle } of Messages) {
      await work({ Records: [{ messageId: MessageId, body: Body }] } as unknown as SQSEvent, {
        getRemainingTimeInMillis: () => 900_000,
      });
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
  sqs.destroy();
  return run['Sid'] ?? '';
}

/** A tenant and its sub-account, both with everything; a stranger, and accounts and a key that are no more. */
export async function startVictims() {
  const voice = await startVoice();
  const { platform } = voice;
  const tenant = await platform.enrol();
  const subAccount = await platform.enrol(tenant, 'Sub-account');
  const stranger = await platform.enrol(platform.operator, 'Stranger');
  for (const account of [tenant, subAccount]) await use(account, `CA${'1'.repeat(32)}`, voice.clock.now());
  await voice.clock.advanceBy('8d');
  const RunSid = await bill(platform.operator);
  const note = { Period: '2026-11', Amount: '0.50', Reason: 'The line was bad' };
  for (const { sid } of [tenant, subAccount]) await make(platform.operator, `/v1/Accounts/${sid}/CreditNotes`, note);
  const deck = {
    Deck: 'wholesale',
    Currency: 'USD',
    EffectiveFrom: '2026-01-01T00:00:00Z',
    Csv: 'prefix,price\n49,0.01\n',
  };
  await make(platform.operator, '/v1/Decks', deck);
  const november = { From: '2026-11-01T00:00:00Z', To: '2026-11-02T00:00:00Z', Currency: 'USD' };
  const reading = await make(platform.operator, '/v1/Reconciliations/FromCarrier', { Carrier: 'twilio', ...november });
  const endowed = await endow(voice, tenant, '+14155550150', ['+14155550111', '+14155550112', '+14155550113']);
  await endow(voice, subAccount, '+14155550151', ['+14155550114', '+14155550115', '+14155550116']);

  const keyOf = async (owner: Credentials) => {
    const key = await make(owner, `/2010-04-01/Accounts/${owner.sid}/Keys.json`, {});
    return { sid: key['sid'] ?? '', authToken: key['secret'] ?? '' };
  };
  const ended = async (status: 'suspended' | 'closed') => {
    const account = await platform.enrol(platform.operator, status);
    await make(platform.operator, `/2010-04-01/Accounts/${account.sid}.json`, { Status: status });
    return account;
  };
  const revoked = await keyOf(tenant);
  await make(tenant, `/2010-04-01/Accounts/${tenant.sid}/Keys/${revoked.sid}.json`, {}, 'DELETE');
  const victims = {
    ...{ voice, tenant, subAccount, stranger, operator: platform.operator, revoked },
    strangersKey: await keyOf(stranger),
    suspended: await ended('suspended'),
    closed: await ended('closed'),
    /** What no list of a tenant's tells. */
    known: {
      ...endowed,
      Country: 'US',
      StatementName: '2026-11.json',
      CreditNoteName: '2026-11-CN1.json',
      Period: '2026-11',
      name: 'sms',
      RunSid,
      ReconciliationSid: reading['Sid'] ?? '',
      Plan: 'none',
      Deck: 'wholesale',
    },
  };
  const refused = async ({ sid }: Credentials, as: Credentials) =>
    (await throughGateway({ method: 'GET', path: `/2010-04-01/Accounts/${sid}/Calls.json`, as })).statusCode !== 200;
  await eventually(
    'what was ended to be refused',
    async () =>
      (await Promise.all([victims.suspended, victims.closed].map((as) => refused(as, as)))).every((each) => each) &&
      (await refused(tenant, revoked)),
  );
  return victims;
}
export type Victims = Awaited<ReturnType<typeof startVictims>>;
