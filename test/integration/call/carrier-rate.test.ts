import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { send } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

let voice: Voice;
beforeAll(async () => {
  process.env['CARRIER_CALLS_PER_SECOND'] = '1'; // as Twilio has it
  voice = await startVoice();
});
afterAll(() => voice.close());

// Guarantee: all accounts together place no more calls a second than the carrier takes, and none is kept from it by another's slow queue.
test('two accounts, one of them slow', async () => {
  const { handler: queue } = await import('../../../functions/call/queue.ts');
  const [slow, quick] = [
    await voice.tenantWith('+15550102001', '/voice'),
    await voice.tenantWith('+15550102002', '/voice'),
  ];
  await send(voice.platform.accountApi, {
    method: 'POST',
    path: `/v1/Accounts/${slow.sid}/MicroServices/call`,
    as: slow,
    json: { CallsPerSecond: 0.1 },
  });
  const began = voice.clock.now();
  const Twiml = '<Response><Hangup/></Response>';
  for (let index = 0; index < 4; index += 1)
    await voice.post(voice.calls, slow, 'Calls.json', { To: `+1415558100${index}`, From: '+15550102001', Twiml });
  for (let index = 0; index < 4; index += 1)
    await voice.post(voice.calls, quick, 'Calls.json', { To: `+1415558200${index}`, From: '+15550102002', Twiml });

  const waiting = async () => (await voice.itemsOf('RES#CA')).filter((item) => item['waiting'] !== undefined);
  for (let second = 0; (await waiting()).length > 0; second += 1) {
    expect(second).toBeLessThan(60);
    for (const { PK } of await waiting()) {
      const due = { at: 0, what: 'call.place', id: String(PK).slice('RES#'.length) };
      await queue({ Records: [{ messageId: '1', body: JSON.stringify({ due }) }] } as never);
    }
    await voice.clock.advanceBy('1s');
  }

  const items = (await voice.itemsOf('RES#CA')).map((item) => ({
    to: String(item['to']),
    at: Number(item['placedAt'] ?? began) - began,
  }));
  const instants = items.map(({ at }) => at).sort((one, other) => one - other);
  expect(instants.every((at, index) => index === 0 || at - (instants[index - 1] ?? 0) >= 1_000)).toBe(true);
  const quickOnes = items.filter(({ to }) => to.startsWith('+14155582'));
  expect(Math.max(...quickOnes.map(({ at }) => at))).toBe(4_000);
});
