import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { sampleEvent } from '../sample-event.ts';
import { startVoice, type Voice } from '../voice.ts';

const number = '+12125550100';

let voice: Voice;
let tenant: Credentials;
let stranger: Credentials;
let numbers: Handler;
let phones = 0;

beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(number, '/voice');
  stranger = await voice.tenantWith('+12125550111', '/voice');
  numbers = (await import('../../../functions/number/http.ts')).handler as unknown as Handler;
  // The number of a tenant is listed once it is bought; here it was put where it is found by its mapping alone.
  for (const account of [tenant, stranger]) await list(account);
});
afterAll(() => voice.close());

/** Makes a tenant's number stand in its list, as buying it does. */
async function list(account: Credentials) {
  const { loadNumberByMapping, putChangedNumber } = await import('../../../lib/store/number.ts');
  const { listKeys } = await import('../../../lib/store/resource.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const phoneNumber = account === tenant ? number : '+12125550111';
  const found = await loadNumberByMapping(phoneNumber);
  if (found === undefined) throw new Error(`${phoneNumber} is nobody's`);
  const { sid, createdAt } = found.number;
  await commit([
    putChangedNumber(
      found.number,
      listKeys({ accountSid: account.sid, type: 'number', createdAt, sid, to: phoneNumber }),
    ),
  ]);
}

const newPhone = () => {
  phones += 1;
  return voice.carrier.phone(`+1415555010${phones}`).answersAfter('1s');
};
const validate = (PhoneNumber: string, more: Record<string, string> = {}, as = tenant) =>
  voice.post(voice.calls, as, 'OutgoingCallerIds.json', { PhoneNumber, FriendlyName: 'My phone', ...more });
const callerIds = async (query = '', as = tenant) =>
  (await voice.get(numbers, as, `OutgoingCallerIds.json${query}`)).body['outgoing_caller_ids'] as Record<
    string,
    string
  >[];
const callFrom = (From: string, as = tenant) =>
  voice.post(voice.calls, as, 'Calls.json', { To: '+14155550190', From, Twiml: '<Response><Hangup/></Response>' });
const toldOf = async (callSid: string) =>
  (await voice.outboxOf(callSid, 'callback')).map(({ input }) => input.parameters?.['VerificationStatus']);

/** The holder of a phone that rings answers, and keys in something each time it is asked for. */
async function answered(phone: ReturnType<typeof newPhone>, keyed: readonly string[]) {
  await voice.clock.advanceBy('3s');
  for (const digits of keyed) {
    phone.calls.at(-1)?.presses(digits);
    await voice.clock.advanceBy('10s');
  }
  await voice.clock.advanceBy('60s');
}

/** A phone whose holder keys in the code when asked for it. */
async function verified(as = tenant) {
  const phone = newPhone();
  const { body } = await validate(phone.number, { StatusCallback: `${voice.programUrl}/status` }, as);
  await answered(phone, [String(body['validation_code'])]);
  return { phone, body };
}

// Guarantee: who answers and keys in the code lets the account call from the number; the call is metered as any other.
test('a number becomes a caller id by its code', async () => {
  const phone = newPhone();
  const { status, body } = await validate(phone.number, { StatusCallback: `${voice.programUrl}/status` });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    account_sid: tenant.sid,
    call_sid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
    friendly_name: 'My phone',
    phone_number: phone.number,
    validation_code: expect.stringMatching(/^\d{6}$/),
  });
  expect(await callFrom(phone.number)).toMatchObject({ status: 400, body: { code: 21210 } });
  expect(await callerIds()).toEqual([]);

  await answered(phone, [String(body['validation_code'])]);

  expect(await callerIds()).toMatchObject([{ phone_number: phone.number, friendly_name: 'My phone' }]);
  expect(await callFrom(phone.number)).toMatchObject({ status: 201, body: { from: phone.number } });
  const callSid = String(body['call_sid']);
  expect(await toldOf(callSid)).toEqual(['success']);
  expect(await voice.usesOf(callSid)).toHaveLength(1);
  expect(await validate(phone.number)).toMatchObject({ status: 400, body: { code: 21450 } });
});

// Guarantee: without the code nothing is verified, however often it is tried in one call, and the account is told so.
test.each([
  ['three wrong codes', (code: string) => [code, code, code].map((each) => (each === '000000' ? '111111' : '000000'))],
  ['no key at all', () => []],
])('%s', async (_, keyed) => {
  const phone = newPhone();
  const { body } = await validate(phone.number, { StatusCallback: `${voice.programUrl}/status` });
  await answered(phone, keyed(String(body['validation_code'])));

  expect((await callerIds()).map(({ phone_number: shown }) => shown)).not.toContain(phone.number);
  expect(await callFrom(phone.number)).toMatchObject({ body: { code: 21210 } });
  expect(await toldOf(String(body['call_sid']))).toEqual(['failed']);
});

// Guarantee: what one account has verified is no other's, and what is deleted may be called from no more.
test('caller ids are an account’s own', async () => {
  const { phone } = await verified();
  const [callerId] = await callerIds(`?PhoneNumber=${encodeURIComponent(phone.number)}`);
  const path = `OutgoingCallerIds/${callerId?.['sid']}.json`;
  expect(await callFrom(phone.number, stranger)).toMatchObject({ body: { code: 21210 } });
  for (const method of ['GET', 'POST', 'DELETE'] as const) {
    const request = { method, path: `/2010-04-01/Accounts/${stranger.sid}/${path}`, as: stranger, form: {} };
    expect(await send(numbers, request)).toMatchObject({ status: 404, body: { code: 20404 } });
  }
  const renamed = await voice.post(numbers, tenant, path, { FriendlyName: 'Renamed' });
  expect(renamed).toMatchObject({ status: 200, body: { friendly_name: 'Renamed' } });
  expect(await callerIds('?FriendlyName=Renamed')).toMatchObject([{ sid: callerId?.['sid'] }]);

  expect(await voice.remove(numbers, tenant, path)).toMatchObject({ status: 204 });
  expect(await callFrom(phone.number)).toMatchObject({ body: { code: 21210 } });
  expect(await voice.get(numbers, tenant, path)).toMatchObject({ status: 404 });
});

// Guarantee: a number that two accounts have verified is each one's own.
test('two accounts verify one number', async () => {
  const { phone } = await verified();
  const { body } = await validate(phone.number, {}, stranger);
  await answered(phone, [String(body['validation_code'])]);
  expect(await callFrom(phone.number)).toMatchObject({ status: 201 });
  expect(await callFrom(phone.number, stranger)).toMatchObject({ status: 201 });
});

// Guarantee: what cannot be validated is refused by name, and nothing is stored.
test.each([
  [{ PhoneNumber: 'nobody' }, 21401],
  [{ PhoneNumber: '' }, 21401],
  [{ PhoneNumber: '+14155550191', CallDelay: '30' }, 20001],
  [{ PhoneNumber: '+14155550191', Extension: 'x' }, 20001],
  [{ PhoneNumber: '+14155550191', StatusCallback: 'nowhere' }, 21609],
])('%p is refused', async (form, code) => {
  const before = await voice.platform.items();
  const refused = await voice.post(voice.calls, tenant, 'OutgoingCallerIds.json', form as Record<string, string>);
  expect(refused.body).toMatchObject({ code });
  expect(await voice.platform.items()).toEqual(before);
});

// Guarantee: the sample event is one that the function takes.
test('events/call.validate-caller-id.json', async () => {
  const sample = sampleEvent<APIGatewayProxyEventV2>('call.validate-caller-id', tenant);
  expect(await voice.calls(sample, {} as never)).toMatchObject({ statusCode: 200 });
});
