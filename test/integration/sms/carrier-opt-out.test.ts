import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Messaging, numbers, startMessaging } from './messaging.ts';

let messaging: Messaging;
beforeAll(async () => {
  messaging = await startMessaging({ CARRIER_OPT_OUT: 'carrier' });
});
afterAll(() => messaging.close());

// Guarantee: where the carrier answers STOP by itself, nobody is answered twice, and the platform still knows and refuses.
test.each(['STOP', 'HELP', 'START'])('%s', async (Body) => {
  messaging.upstream.takes('accept');
  const form = { MessageSid: `SM${Body.padEnd(32, '0').toLowerCase()}`, From: '+15550189', To: numbers.own, Body };
  await messaging.webhook('/carriers/twilio/messages/receive', form);
  await messaging.drain();

  expect(messaging.upstream.taken).toEqual([]);
  expect(messaging.program.asked.at(-1)?.parameters).toMatchObject({ OptOutType: Body });
  const { body } = await messaging.send({ To: '+15550189', From: numbers.own, Body: 'Hello' });
  expect(body['code']).toBe(Body === 'START' ? undefined : 21610);
});
