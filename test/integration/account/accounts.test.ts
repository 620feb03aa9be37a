import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../eventually.ts';
import { type Credentials, type GatewayRequest, send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const accounts = '/2010-04-01/Accounts';
const ask = (request: GatewayRequest) => send(platform.accountApi, request);
const fetchAccount = (sid: string, as?: Credentials) => ask({ method: 'GET', path: `${accounts}/${sid}.json`, as });
const updateAccount = (sid: string, as: Credentials, form: Record<string, string>) =>
  ask({ method: 'POST', path: `${accounts}/${sid}.json`, as, form });
const sids = (body: Record<string, unknown>) => (body['accounts'] as { sid: string }[]).map(({ sid }) => sid);

// Guarantee: an account, its parent and the operator see it; for everybody else it does not exist.
test('another’s account is 404, never 403, and nothing tells that it is there', async () => {
  const tenant = await platform.enrol();
  const sub = await platform.enrol(tenant);
  const stranger = await platform.enrol();

  for (const as of [sub, tenant, platform.operator]) {
    expect(await fetchAccount(sub.sid, as)).toMatchObject({
      status: 200,
      body: { sid: sub.sid, auth_token: sub.authToken },
    });
  }
  const nobody = `AC${'f'.repeat(32)}`;
  const unknown = JSON.stringify(await fetchAccount(nobody, stranger));
  for (const [sid, as] of [
    [sub.sid, stranger],
    [tenant.sid, stranger],
    [tenant.sid, sub],
    [platform.operator.sid, tenant],
  ] as const) {
    const answer = await fetchAccount(sid, as);
    expect(answer).toMatchObject({ status: 404, body: { code: 20404 } });
    expect(JSON.stringify(answer)).toBe(unknown.replaceAll(nobody, sid));
    expect(await updateAccount(sid, as, { FriendlyName: 'Mine' })).toMatchObject({ status: 404 });
  }
});

// Guarantee: without the right token nothing is answered, whatever is asked.
test.each([
  ['none', undefined],
  ['an unknown account', { sid: `AC${'f'.repeat(32)}`, authToken: 'x' }],
  ['no account at all', { sid: 'someone', authToken: 'x' }],
])('with %s as credentials it is 401', async (_, as) => {
  expect(await ask({ method: 'GET', path: `${accounts}.json`, as })).toMatchObject({
    status: 401,
    body: { code: 20003 },
  });
});
// Guarantee: a token opens its own account only.
test('with another’s token it is 401', async () => {
  const [tenant, other] = [await platform.enrol(), await platform.enrol()];
  const mixed = { sid: tenant.sid, authToken: other.authToken };
  expect(await fetchAccount(tenant.sid, mixed)).toMatchObject({ status: 401, body: { code: 20003 } });
});

// Guarantee: a list holds the caller's own accounts, newest first, and the caller at its end; on pages of any size.
test.each([1, 2, 3, 4, 50])('pages of %i hold every account once', async (size) => {
  const tenant = await platform.enrol();
  const subs: string[] = [];
  for (let count = 0; count < 3; count += 1) subs.unshift((await platform.enrol(tenant)).sid);
  const seen: string[] = [];
  for (let next: unknown = `${accounts}.json?PageSize=${size}`; next !== null; ) {
    const { body } = await ask({ method: 'GET', path: String(next), as: tenant });
    expect(sids(body).length).toBeLessThanOrEqual(size);
    seen.push(...sids(body));
    next = body['next_page_uri'];
  }
  expect([...seen].sort()).toEqual([...subs, tenant.sid].sort());
  expect(seen.at(-1)).toBe(tenant.sid);
});

// Guarantee: filters find by name and status, and a wrong one is refused by name.
test('accounts are listed by name and status', async () => {
  const tenant = await platform.enrol();
  const [one, two] = [await platform.enrol(tenant, 'One & only'), await platform.enrol(tenant, 'Two')];
  await updateAccount(two.sid, tenant, { Status: 'suspended' });
  const list = async (query: string) => ask({ method: 'GET', path: `${accounts}.json?${query}`, as: tenant });

  expect(sids((await list('FriendlyName=One+%26+only')).body)).toEqual([one.sid]);
  expect(sids((await list('Status=suspended')).body)).toEqual([two.sid]);
  expect(sids((await list('Status=active')).body)).toEqual([one.sid, tenant.sid]);
  for (const [query, name, code] of [
    ['Status=asleep', 'Status', 20001],
    ['PageSize=many', 'PageSize', 20001],
    ['PageToken=PTx', 'PageToken', 21481],
  ] as const) {
    expect(await list(query)).toMatchObject({
      status: 400,
      body: { code, message: expect.stringContaining(name) },
    });
  }
});

// Guarantee: a rename is seen at once, and who did what is on record.
test('an account renames itself', async () => {
  const tenant = await platform.enrol();
  const { status, body } = await updateAccount(tenant.sid, tenant, { FriendlyName: 'Renamed' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ sid: tenant.sid, friendly_name: 'Renamed', auth_token: tenant.authToken });
  expect((await fetchAccount(tenant.sid, tenant)).body).toEqual(body);
  expect(await platform.items()).toContainEqual(
    expect.objectContaining({
      PK: `ACC#${tenant.sid}#AUDIT`,
      action: 'account.changed',
      by: tenant.sid,
      set: { friendlyName: 'Renamed' },
    }),
  );
});

// Guarantee: a suspended account is refused within 5 s with its sub-accounts, while its parent still reaches it; a closed one stays closed.
test('suspension takes effect', async () => {
  const tenant = await platform.enrol();
  const update = (Status: string) => updateAccount(tenant.sid, platform.operator, { Status });
  const sub = await platform.enrol(tenant);
  expect(await fetchAccount(tenant.sid, tenant)).toMatchObject({ status: 200 });

  expect((await update('suspended')).body).toMatchObject({ status: 'suspended' });

  const answer = await eventually('the refusal', async () => {
    const refused = await fetchAccount(tenant.sid, tenant);
    return refused.status !== 200 && refused;
  });
  expect(answer).toMatchObject({ status: 403, body: { code: 20005, message: 'Account not active: suspended' } });
  expect(await fetchAccount(sub.sid, sub)).toMatchObject({ status: 403, body: { code: 20005 } });
  expect((await update('active')).body).toMatchObject({ status: 'active' });
  expect((await update('closed')).body).toMatchObject({ status: 'closed' });
  expect(await update('active')).toMatchObject({ status: 400, body: { code: 21479 } });
});

// Guarantee: the accounts right under an account are listed page by page, for it and those above it, without their credentials.
test('the sub-accounts of another', async () => {
  const tenant = await platform.enrol();
  const subs = [];
  for (const name of ['First', 'Second', 'Third']) subs.push(await platform.enrol(tenant, name));
  const path = `/v1/Accounts/${tenant.sid}/SubAccounts?PageSize=2`;
  const first = await ask({ method: 'GET', path, as: platform.operator });
  const second = await ask({ method: 'GET', path: String(first.body['NextPageUri']), as: tenant });
  const listed = [first, second].flatMap(({ body }) => body['Accounts'] as Record<string, unknown>[]);
  expect(listed.map(({ Sid }) => Sid).sort()).toEqual(subs.map(({ sid }) => sid).sort());
  expect(listed[0]).toMatchObject({ ParentSid: tenant.sid, TimeZone: 'UTC' });
  expect(JSON.stringify(listed)).not.toContain('AuthToken');
  expect(second.body['NextPageUri']).toBe(null);
  expect(await ask({ method: 'GET', path, as: subs[0] })).toMatchObject({ status: 404 });
});

// Guarantee: what is refused changes nothing.
test.each([
  ['its own status', { Status: 'suspended' }, 403, 20006, 'an account cannot change its own status'],
  ['an unknown status', { Status: 'paused' }, 400, 21475, 'invalid Status: paused'],
  ['a long name', { FriendlyName: 'x'.repeat(65) }, 400, 20001, 'FriendlyName'],
])('an account that changes %s is refused', async (_, form, status, code, reason) => {
  const tenant = await platform.enrol();
  const before = await platform.items();
  expect(await updateAccount(tenant.sid, tenant, form)).toMatchObject({
    status,
    body: { code, message: expect.stringContaining(reason) },
  });
  expect(await platform.items()).toEqual(before);
});

// Guarantee: changes that meet are all made, one after another.
test('five changes at once are five revisions', async () => {
  const tenant = await platform.enrol();
  const names = ['A', 'B', 'C', 'D', 'E'];
  const answers = await Promise.all(names.map((FriendlyName) => updateAccount(tenant.sid, tenant, { FriendlyName })));
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
  const account = (await platform.items()).find(({ PK, SK }) => PK === `ACC#${tenant.sid}` && SK === 'ACCOUNT');
  expect(account).toMatchObject({ revision: 5 });
});

// Guarantee: no path of the API answers by accident.
test.each(['/2010-04-01/Accounts', '/2010-04-01/Accounts/x.json', '/v1/Account', '/v1/Accounts/x/MicroServices'])(
  '%s is 404',
  async (path) => {
    expect(await ask({ method: 'GET', path, as: platform.operator })).toMatchObject({
      status: 404,
      body: { code: 20404 },
    });
  },
);
