import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Credentials, gatewayEvent, type Handler } from '../gateway.ts';
import { type PlatformWithCarrier, startWithCarrier } from '../number/upstream.ts';

let platform: PlatformWithCarrier;
let tenant: Credentials;
let numberApi: Handler;
beforeAll(async () => {
  platform = await startWithCarrier();
  tenant = await platform.enrol();
  numberApi = (await import('../../../functions/number/http.ts')).handler as unknown as Handler;
});
afterAll(() => platform.close());

const parameters = [
  'FriendlyName',
  'Status',
  'TimeZone',
  'Currency',
  'Plan',
  'PageSize',
  'PageToken',
  'PhoneNumber',
  'AreaCode',
  'Contains',
  'VoiceUrl',
  'VoiceMethod',
  'Enabled',
  'AccountSid',
  'Sid',
  'name',
  '__proto__',
  'constructor',
  'toString',
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.constantFrom('', '+', '*', '\0', '%00', 'PT', '2010-13-45'),
);
const name = fc.oneof(fc.constantFrom(...parameters), text);
const bodies = fc.oneof(
  fc.array(fc.tuple(name, text), { maxLength: 6 }).map((pairs) => ({ form: new URLSearchParams(pairs).toString() })),
  fc.dictionary(name, fc.jsonValue(), { maxKeys: 6 }).map((value) => ({ json: JSON.stringify(value) })),
  fc.oneof(text, fc.json()).map((json) => ({ json })),
);
const account = (sid: string) => `/2010-04-01/Accounts/${sid}`;
const where = fc.constantFrom(
  () => `/2010-04-01/Accounts.json`,
  () => `${account(tenant.sid)}.json`,
  () => '/v1/Accounts',
  () => `/v1/Accounts/${tenant.sid}/MicroServices/sms`,
  () => `/v1/Accounts/${tenant.sid}/MicroServices/sms/Versions`,
  () => `${account(tenant.sid)}/IncomingPhoneNumbers.json`,
  () => `${account(tenant.sid)}/IncomingPhoneNumbers/PN${'0'.repeat(32)}.json`,
  () => `${account(tenant.sid)}/AvailablePhoneNumbers/US/Local.json`,
);

// Guarantee: whatever a tenant sends, it is answered with less than 500 and JSON, and no other account is touched.
test('no input makes an error of ours', async () => {
  const others = async () => (await platform.items()).filter(({ PK }) => String(PK).includes(platform.operator.sid));
  const before = await others();
  const property = fc.asyncProperty(
    where,
    fc.constantFrom('GET', 'POST', 'DELETE'),
    text,
    bodies,
    async (path, method, query, body) => {
      const url = path();
      const event = {
        ...gatewayEvent({
          method: method as 'GET',
          path: url,
          as: tenant,
          ...('json' in body ? { json: {} } : { form: {} }),
        }),
        rawQueryString: query,
        body: 'json' in body ? body.json : body.form,
      };
      const answer = await (url.includes('PhoneNumbers') ? numberApi : platform.accountApi)(event, {} as never);
      expect(answer.statusCode).toBeLessThan(500);
      expect(() => JSON.parse(answer.body ?? '{}')).not.toThrow();
    },
  );
  await fc.assert(property, { numRuns: 400 });
  expect(await others()).toEqual(before);
});
