import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Credentials } from '../gateway.ts';
import type { Calling } from './calling.ts';
import { dialling, type Paying, startPaying } from './paying.ts';

let calling: Calling;
let payBy: Paying['payBy'];
let purseOf: Paying['purseOf'];
let rate: Paying['rate'];
let heldOf: Paying['heldOf'];
beforeAll(async () => {
  ({ calling, payBy, purseOf, rate, heldOf } = await startPaying());
});
afterAll(() => calling.voice.close());

/** A minute passes: what is due then is done, and what was used is rated. */
async function minute(tenant: Credentials) {
  await calling.voice.clock.advanceBy('1m');
  const now = calling.voice.clock.now();
  const due = (await calling.voice.platform.items()).flatMap(({ dueSK }) => {
    const [at = '', owner, what = '', id = ''] = String(dueSK ?? '').split('#');
    return owner === 'call' && Number(at) <= now ? [{ due: { at: Number(at), what, id } }] : [];
  });
  await calling.work(...due);
  await rate(tenant);
}

// Guarantee: the balance is never below zero with 20 % of webhooks lost, whatever is used at once: calls placed and coming in,
// the legs that they dial, messages; and when all is over, nothing is kept back and top-ups less ledger is the balance.
test('everything at once, with a fifth of the webhooks lost', async () => {
  const number = '+12125550172';
  const tenant = await calling.voice.tenantWith(number, '/storm');
  const toppedUp = 500_000_000n;
  await payBy(tenant, { Mode: 'prepaid', HoldSeconds: 180 }, '0.5');
  const legs = Array.from({ length: 12 }, (_, index) => `+1415555${6_100 + index}`);
  for (const [index, leg] of legs.entries())
    calling.voice.carrier
      .phone(leg)
      .answersAfter('2s')
      .hangsUpAfter(`${60 + 47 * index}s`);
  calling.voice.carrier.webhooks.faults.set([{ kind: 'webhook lost', rate: 0.2 }]);
  let lowest = toppedUp;
  for (let round = 0; round < 15; round += 1) {
    const leg = legs[round % legs.length] ?? '';
    const phone = `+1415555${6_200 + round}`;
    calling.voice.carrier
      .phone(phone)
      .answersAfter('1s')
      .hangsUpAfter(`${30 + 31 * round}s`);
    calling.voice.twiml['/storm'] = dialling(leg);
    if (round % 3 === 0) calling.voice.carrier.phone(phone).dials(number);
    if (round % 3 === 1)
      await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', {
        From: number,
        To: phone,
        Twiml: dialling(leg),
      });
    if (round % 3 === 2)
      await calling.voice.post(calling.voice.messages, tenant, 'Messages.json', {
        From: number,
        To: phone,
        Body: 'Hello',
      });
    await minute(tenant);
    const { left, held } = await purseOf(tenant);
    if (left + held < lowest) lowest = left + held;
    expect(left >= 0n).toBe(true);
  }
  calling.voice.carrier.webhooks.faults.set([]);
  // What nobody told is settled when it is due; a message, four hours after.
  for (let rest = 0; rest < 16; rest += 1) await minute(tenant);
  const kept = await heldOf(tenant);
  const messages = kept.filter(({ SK }) => /^HOLD#.ms-/.test(String(SK)));
  const purse = await purseOf(tenant);
  console.log(
    `15 calls with legs, and messages, with 20 % of webhooks lost: lowest balance ${lowest}, ` +
      `top-ups - spent - balance = ${toppedUp - purse.spent - purse.left - purse.held} nano-units`,
  );
  expect(kept).toEqual(messages);
  expect([lowest >= 0n, purse.left + purse.held + purse.spent]).toEqual([true, toppedUp]);
});
