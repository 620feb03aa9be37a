import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import twilio from 'twilio';
import { dial, faults, heard, reset, script, textMatching, texts, turn, verbs } from './phones.ts';
import { restaurant } from './restaurant.ts';

const [guest, staff] = ['+14155550177', '+14155550166'];
const { TWILIO_PHONE_NUMBER: number = '' } = process.env;
const menu = 'Welcome to the Blue Door. For opening hours press 1. For a table press 2.';
const program = restaurant(staff);
let url = '';

before(async () => {
  await once(program.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(program.address() as AddressInfo).port}`;
  const client = twilio();
  const [ours] = await client.incomingPhoneNumbers.list({ phoneNumber: number, limit: 1 });
  await client.incomingPhoneNumbers(ours?.sid ?? '').update({ voiceUrl: `${url}/voice` });
});
beforeEach(reset);
after(async () => {
  await reset();
  program.closeAllConnections();
  program.close();
});

test('the menu tells the opening hours', async () => {
  const call = await dial(guest, number, {
    steps: [
      { act: 'hears', text: 'press 1' },
      { act: 'presses', digits: '1' },
    ],
  });
  await turn(30);
  assert.deepEqual(await heard(call.sid), [menu, 'We are open from five to eleven.']);
  assert.deepEqual(await verbs(call.sid), ['Gather', 'Gather', 'Say']);
});

test('a key that stands for nothing brings the menu again, and silence ends it', async () => {
  const call = await dial(guest, number, { steps: [{ act: 'presses', digits: '9' }] });
  await turn(60);
  assert.deepEqual(await heard(call.sid), [menu, menu, 'Goodbye.']);
});

test('whoever finds the staff busy gets one text, even if every webhook comes twice', async () => {
  await script(staff, { answer: { kind: 'busy' } });
  await faults([{ kind: 'webhook duplicated', rate: 1 }]);
  const call = await dial(guest, number, { steps: [{ act: 'presses', digits: '2' }] });
  await turn(60);
  assert.equal((await heard(call.sid)).at(-1), 'Nobody is free. We have sent you a text.');
  assert.deepEqual(
    (await texts(guest)).map(({ from, body }) => [from, body]),
    [[number, 'Sorry that we missed you. Reply with a time for your table.']],
  );
});

test('whoever reaches the staff gets none', async () => {
  await script(staff, {
    answer: { kind: 'answers', after: '3s' },
    steps: [{ act: 'says', text: 'A table for whom?' }],
    hangsUpAfter: '20s',
  });
  const call = await dial(guest, number, { steps: [{ act: 'presses', digits: '2' }] });
  await turn(60);
  assert.deepEqual(await heard(call.sid), [menu, 'A table for whom?']);
  assert.deepEqual(await texts(guest), []);
});

test('the code in the text logs in, once', async () => {
  const post = (path: string, form: Record<string, string>) =>
    fetch(url + path, { method: 'POST', body: new URLSearchParams(form) });
  assert.equal((await post('/login', { phone: guest })).status, 202);
  const { match } = await textMatching(guest, /code is (\d{6})/);
  const code = match[1] ?? '';
  assert.equal((await post('/login/check', { phone: guest, code: '000000' })).status, 401);
  assert.equal((await post('/login/check', { phone: guest, code })).status, 200);
  assert.equal((await post('/login/check', { phone: guest, code })).status, 401);
});
