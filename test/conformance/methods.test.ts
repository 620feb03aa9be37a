import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Credentials } from '../integration/gateway.ts';
import { type Platform, startPlatform } from '../integration/platform.ts';
import { throughGateway } from './gateway-routes.ts';
import { operations } from './operations.ts';
import { everyRoute } from './route-tables.ts';

let platform: Platform;
let tenant: Credentials;
/** Each path of a tenant's, and the methods that any function has for it. */
let offered: Map<string, Set<string>>;

beforeAll(async () => {
  platform = await startPlatform();
  tenant = await platform.enrol();
  offered = new Map();
  for (const { method, path, credentials } of await everyRoute())
    if (credentials !== 'carrier' && credentials !== 'none')
      offered.set(path, (offered.get(path) ?? new Set()).add(method));
});
afterAll(() => platform.close());

const filled = (path: string): string =>
  path.replace('{AccountSid}', tenant.sid).replaceAll(/\{\w+\}/g, `XX${'0'.repeat(32)}`);

/** What a tenant is answered; without `as`: what somebody is answered who has the wrong token. */
async function answerTo(method: string, path: string, as: Credentials = { ...tenant, authToken: 'wrong' }) {
  const answer = await throughGateway({ method: method as 'GET', path: filled(path), as });
  const { code } = JSON.parse(answer.body || '{}') as { code?: number };
  const allow = String(answer.headers?.['allow'] ?? '');
  return { method, path, status: answer.statusCode, code, allow: allow.split(', ').sort().join(' ') };
}

const methods = ['GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'OPTIONS'];

// Guarantee: a method that a resource does not have is 405 (20004) everywhere, whichever functions share the resource, and
// Allow says exactly which it has; who does not prove who he is learns none of it (401).
test('every other method of every path', async () => {
  const refused: unknown[] = [];
  const expected: unknown[] = [];
  for (const [path, has] of offered) {
    const allow = [...has, ...(has.has('GET') ? ['HEAD'] : [])].sort().join(' ');
    for (const method of methods.filter((each) => !has.has(each))) {
      refused.push(await answerTo(method, path, tenant), await answerTo(method, path));
      expected.push(
        { method, path, status: 405, code: 20004, allow },
        { method, path, status: 401, code: 20003, allow: '' },
      );
    }
  }
  console.info(`${offered.size} paths, ${expected.length} requests by methods that they do not have`);
  expect(refused).toEqual(expected);
});

// Guarantee: what of Twilio's API is not offered, and what is no path at all, is told only to who proves who he is.
test('not offered: 401 first', async () => {
  const paths = operations.filter(({ path }) => !offered.has(path)).map(({ method, path }) => [method, path] as const);
  expect(paths.length).toBeGreaterThan(20);
  for (const [method, path] of [...paths, ['GET', '/2010-04-01/Nothing.json'], ['GET', '/v1/Nothing']] as const)
    expect(await answerTo(method, path)).toMatchObject({ method, path, status: 401, code: 20003 });
});
