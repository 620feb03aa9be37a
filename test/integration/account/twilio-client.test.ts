import { afterAll, beforeAll, expect, test } from '@jest/globals';
import twilio from 'twilio';
import type { Credentials, Handler } from '../gateway.ts';
import { send } from '../gateway.ts';
import { type PlatformWithCarrier, startWithCarrier } from '../number/upstream.ts';

let platform: PlatformWithCarrier;
let handlers: Readonly<Record<string, Handler>>;
beforeAll(async () => {
  platform = await startWithCarrier();
  const { handler } = await import('../../../functions/number/http.ts');
  const numberApi = handler as unknown as Handler;
  handlers = { IncomingPhoneNumbers: numberApi, AvailablePhoneNumbers: numberApi };
});
afterAll(() => platform.close());

/** The official client, whose requests go to the functions' own handlers instead of api.twilio.com. */
const client = ({ sid, authToken }: Credentials) =>
  twilio(sid, authToken, {
    httpClient: {
      async request({ method, uri, params, data }: Parameters<twilio.RequestClient['request']>[0]) {
        const url = new URL(uri);
        for (const [name, value] of Object.entries(params ?? {})) url.searchParams.append(name, String(value));
        const [name = ''] = /(?<=\/Accounts\/AC[0-9a-f]{32}\/)\w+/.exec(url.pathname) ?? [];
        const { status, body } = await send(handlers[name] ?? platform.accountApi, {
          method: method.toUpperCase() as 'GET' | 'POST' | 'DELETE',
          path: url.pathname + url.search,
          as: { sid, authToken },
          ...(data !== undefined && { form: data as unknown as Record<string, string> }),
        });
        return { statusCode: status, body: body as object, headers: {} };
      },
    } as unknown as twilio.RequestClient,
  });

// Guarantee: an operator's and a tenant's programs work with Twilio's own client, from the account to the mapped number.
test('the official client enrols a tenant, buys a number and maps it', async () => {
  const operator = client(platform.operator);
  const account = await operator.api.v2010.accounts.create({ friendlyName: 'Acme' });
  expect(account).toMatchObject({ friendlyName: 'Acme', status: 'active', dateCreated: expect.any(Date) });
  const tenant = client({ sid: account.sid, authToken: account.authToken });

  const [available] = await tenant.availablePhoneNumbers('US').local.list({ areaCode: 415, limit: 1 });
  const number = await tenant.incomingPhoneNumbers.create({
    phoneNumber: available?.phoneNumber ?? '',
    voiceUrl: 'https://acme.example/voice',
    smsUrl: 'https://acme.example/sms',
  });
  expect(number).toMatchObject({ phoneNumber: available?.phoneNumber, voiceUrl: 'https://acme.example/voice' });
  const updated = await tenant.incomingPhoneNumbers(number.sid).update({ voiceMethod: 'GET' });
  expect(updated).toMatchObject({ voiceMethod: 'GET', smsUrl: 'https://acme.example/sms' });
  expect((await tenant.incomingPhoneNumbers.list()).map(({ sid }) => sid)).toEqual([number.sid]);
  expect(await tenant.incomingPhoneNumbers(number.sid).remove()).toBe(true);

  const sub = await tenant.api.v2010.accounts.create({ friendlyName: 'Branch' });
  expect((await tenant.api.v2010.accounts(sub.sid).update({ status: 'suspended' })).status).toBe('suspended');
  expect((await tenant.api.v2010.accounts.list({ pageSize: 1 })).map(({ sid }) => sid)).toEqual([sub.sid, account.sid]);
  await expect(client(sub).api.v2010.accounts(account.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});
