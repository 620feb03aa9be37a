import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { handler } from '../../../functions/sms/http.ts';
import { type Credentials, gatewayEvent, type Handler } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

let platform: Platform;
let tenant: Credentials;

beforeAll(async () => {
  platform = await startPlatform();
  tenant = await platform.enrol();
});
afterAll(() => platform.close());

const messages = () => `/2010-04-01/Accounts/${tenant.sid}/Messages`;

/** Sends a request by a method that no SDK uses; what came back, whole. */
async function asked(method: string, path: string, more: Partial<Parameters<typeof gatewayEvent>[0]> = {}) {
  const event = gatewayEvent({ method: 'GET', path, as: tenant, ...more });
  event.requestContext.http.method = method;
  return (handler as Handler)(event, {} as never);
}

// Guarantee: a method that a resource of Twilio's API does not have is 405 (20004), and Allow says which it has.
test.each([
  ['PUT', '.json', 'GET, POST, HEAD'],
  ['TRACE', '.json', 'GET, POST, HEAD'],
  ['OPTIONS', '.json', 'GET, POST, HEAD'],
  ['DELETE', '.json', 'GET, POST, HEAD'],
  ['PATCH', `/SM${'0'.repeat(32)}.json`, 'GET, POST, DELETE, HEAD'],
])('%s …/Messages%s', async (method, path, allow) => {
  const { statusCode, headers, body } = await asked(method, messages() + path);
  expect({ statusCode, allow: headers?.['allow'] }).toEqual({ statusCode: 405, allow });
  expect(JSON.parse(body ?? '')).toMatchObject({ code: 20004, status: 405 });
});

// Guarantee: HEAD tells what GET would, and asks for the same credentials.
test('HEAD is GET without its body', async () => {
  const { statusCode, headers } = await asked('GET', `${messages()}.json`);
  expect(await asked('HEAD', `${messages()}.json`)).toEqual({ statusCode, headers });
  expect(await asked('HEAD', `${messages()}.json`, { as: undefined })).toMatchObject({ statusCode: 401 });
});

// Guarantee: who asks for XML, or for no format, learns that there is JSON.
test.each(['', '.xml', '/', `/SM${'0'.repeat(32)}`])('…/Messages%s is 406', async (path) => {
  const { statusCode, body } = await asked('GET', messages() + path);
  expect(statusCode).toBe(406);
  expect(JSON.parse(body ?? '')).toMatchObject({ code: 20406, message: expect.stringContaining('.json') });
});

// Guarantee: a body of a kind that is not read is refused by its name, and not taken for an empty one.
test('a multipart body is refused', async () => {
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const { statusCode, body } = await asked('POST', `${messages()}.json`, { text: '--x--', headers });
  expect(statusCode).toBe(400);
  expect(JSON.parse(body ?? '')).toMatchObject({
    code: 20001,
    message: expect.stringContaining('multipart/form-data'),
  });
});
