import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Handler, send } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

let voice: Voice;
let numbers: Handler;

beforeAll(async () => {
  voice = await startVoice();
  numbers = (await import('../../../functions/number/http.ts')).handler as unknown as Handler;
});
afterAll(() => voice.close());

const carriers = async () => {
  const { body } = await send(numbers, { method: 'GET', path: '/v1/Carriers', as: voice.platform.operator });
  return body['Carriers'] as { Id: string; Health: { Status: string; Problem: string | null; Milliseconds: number } }[];
};

// Guarantee: the operator sees whether each carrier is there, and an outage of one is an answer and not an error, and never a wait
// without an end: 3 s, on a machine that has them.
test('a carrier’s health', async () => {
  const { faults } = voice.carrier.webhooks;
  expect(await carriers()).toMatchObject([{ Id: 'twilio', Health: { Status: 'up', Problem: null } }]);
  faults.set([{ kind: 'api unavailable', rate: 1 }]);
  const [down] = await carriers();
  expect(down?.Health).toMatchObject({ Status: 'down', Problem: expect.stringContaining('503') });
  faults.set([{ kind: 'api unanswered', rate: 1 }]);
  const [silent] = await carriers();
  expect(silent?.Health.Status).toBe('down');
  expect(silent?.Health.Milliseconds).toBeLessThan(30_000);
  faults.set([]);
});
