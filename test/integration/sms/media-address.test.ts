import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Messaging, numbers, startMessaging } from './messaging.ts';

let messaging: Messaging;
beforeAll(async () => {
  messaging = await startMessaging({ ALLOW_PRIVATE_ADDRESSES: '' });
});
afterAll(() => messaging.close());

// Guarantee: nobody reads our own network by way of a media URL.
test.each(['127.0.0.1', '[::1]', '169.254.169.254', '0x7f000001', '10.0.0.1'])('http://%s', async (host) => {
  const { port } = new URL(messaging.program.url);
  const MediaUrl = `http://${host}:${port}/pic.png`;
  const { body } = await messaging.send({ To: numbers.person, From: numbers.own, Body: 'x', MediaUrl });
  await messaging.drain();
  expect(messaging.program.asked).toEqual([]);
  const notices = (await messaging.items('RES#NO')).filter(({ resourceSid }) => resourceSid === body['sid']);
  expect(notices).toEqual([expect.objectContaining({ errorCode: 11220, requestUrl: MediaUrl })]);
});
