import { expect, test } from '@jest/globals';
import { startStage } from './program.ts';

const phone = '+14155550177';
const number = '+12125550100';

// Guarantee: a text is asked about and its answer sent back.
test('an inbound text is answered', async () => {
  await using stage = await startStage({
    '/sms': '<Response><Message statusCallback="/status"><Body>Got it 👍</Body></Message></Response>',
  });
  await stage.buy(number, { SmsUrl: `${stage.programUrl}/sms` });
  stage.carrier.phone(phone).texts(number, 'hello');
  await stage.clock.advanceBy('5s');
  expect(
    stage.received.map(({ path, parameters }) => [path, parameters['MessageStatus'] ?? parameters['Body']]),
  ).toEqual([
    ['/sms', 'hello'],
    ['/status', 'sent'],
    ['/status', 'delivered'],
  ]);
  expect(stage.carrier.phone(phone).received.map(({ body, encoding, segments }) => [body, encoding, segments])).toEqual(
    [['Got it 👍', 'UCS-2', 1]],
  );
});

// Guarantee: a message that cannot arrive says so with Twilio's code.
test('a text to an unreachable phone is undelivered', async () => {
  await using stage = await startStage({});
  stage.carrier.phone(phone).unreachable();
  const { body } = await stage.rest('POST', 'Messages.json', {
    To: phone,
    From: number,
    Body: 'x'.repeat(161),
    StatusCallback: `${stage.programUrl}/status`,
  });
  expect(body).toMatchObject({ status: 'queued', num_segments: '2' });
  await stage.clock.advanceBy('5s');
  expect(stage.received.map(({ parameters }) => [parameters['MessageStatus'], parameters['ErrorCode']])).toEqual([
    ['sent', undefined],
    ['undelivered', '30003'],
  ]);
});
