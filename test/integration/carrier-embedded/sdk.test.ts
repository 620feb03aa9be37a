import { expect, test } from '@jest/globals';
import { localClient } from '../../../docs/sdk/node/local-client.ts';
import { account, startStage } from './program.ts';

const phone = '+14155550177';

// Guarantee: Twilio's own SDK finds, buys, calls, texts, confers and reads recordings here as it does there.
test('the official SDK', async () => {
  await using stage = await startStage({ '/voice': '<Response><Dial><Conference>sdk</Conference></Dial></Response>' });
  const client = localClient(stage.carrier.url, account.accountSid, account.authToken);
  const [available] = await client.availablePhoneNumbers('US').local.list({ areaCode: 512, limit: 1 });
  const phoneNumber = available?.phoneNumber ?? '';
  const bought = await client.incomingPhoneNumbers.create({ phoneNumber, voiceUrl: `${stage.programUrl}/voice` });
  expect([bought.phoneNumber, bought.capabilities.voice, bought.dateCreated.toISOString()]).toEqual([
    phoneNumber,
    true,
    '2026-11-02T09:00:00.000Z',
  ]);

  stage.carrier.phone(phone).says('Good morning everybody').dials(phoneNumber);
  const call = await client.calls.create({
    to: '+13125550123',
    from: phoneNumber,
    url: `${stage.programUrl}/voice`,
    record: true,
  });
  await stage.clock.advanceBy('10s');
  const [room] = await client.conferences.list({ status: 'in-progress' });
  expect(room?.friendlyName).toBe('sdk');
  expect(await client.conferences(room?.sid ?? '').participants.list()).toHaveLength(2);
  expect(
    await client
      .conferences(room?.sid ?? '')
      .participants(call.sid)
      .update({ muted: true }),
  ).toMatchObject({ muted: true });
  expect((await client.calls(call.sid).update({ status: 'completed' })).status).toBe('completed');
  await stage.clock.advanceBy('10s');
  const ended = await client.calls(call.sid).fetch();
  expect([ended.duration, ended.direction, ended.endTime?.toISOString()]).toEqual([
    '8',
    'outbound-api',
    '2026-11-02T09:00:10.000Z',
  ]);
  expect(await client.recordings.list({ callSid: call.sid })).toMatchObject([
    { duration: '8', source: 'OutboundAPI', status: 'completed' },
  ]);

  const message = await client.messages.create({ to: phone, from: phoneNumber, body: 'Hi' });
  await stage.clock.advanceBy('10s');
  expect(await client.messages(message.sid).fetch()).toMatchObject({
    status: 'delivered',
    numSegments: '1',
    direction: 'outbound-api',
  });
  await expect(client.messages.create({ to: '+15005550001', from: phoneNumber, body: 'Hi' })).rejects.toMatchObject({
    code: 21211,
    status: 400,
  });
  expect(await client.calls.list({ pageSize: 1 })).toHaveLength(2);
});
