import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Credentials } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

const ours = '+14155550100';
let voice: Voice;
let tenant: Credentials;
beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(ours, '/voice');
});
afterAll(() => voice?.close());

/** A URL of the program with so many characters in all. */
const urlOf = (path: string, characters: number) => `${voice.programUrl}${path}?x=`.padEnd(characters, 'y');
const place = (form: Record<string, string>) =>
  voice.post(voice.calls, tenant, 'Calls.json', { To: '+15550199001', From: ours, ...form });

// Guarantee: the longest URLs that are taken fit into every link that a failing program needs.
test('1,300 characters', async () => {
  voice.twiml['/broken'] = 'no document';
  voice.twiml['/fallback'] = '<Response><Say>We are sorry</Say></Response>';

  const { status } = await place({ Url: urlOf('/broken', 1_300), FallbackUrl: urlOf('/fallback', 1_300) });
  expect(status).toBe(201);
  await voice.clock.advanceBy('30s');

  const [call] = voice.carrier.phone('+15550199001').calls;
  expect(call?.heard.map(({ text }) => text)).toEqual(['We are sorry']);
});

// Guarantee: a longer one is refused before anything is written, in characters as they are sent.
test.each([
  ['1,301 characters', () => urlOf('/broken', 1_301)],
  ['fewer characters that are longer when sent', () => urlOf('/broken', 500).replaceAll('y', 'ж')],
])('%s', async (_, url) => {
  const before = await voice.platform.items();
  expect(await place({ Url: url() })).toMatchObject({ status: 400, body: { code: 21205 } });
  expect(await voice.platform.items()).toEqual(before);
});
