import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Credentials } from '../integration/gateway.ts';
import { type FilledPath, fill, namesResource, nobodys, withParameters } from './isolation/paths.ts';
import { ask, basic, type Seen, without } from './isolation/request.ts';
import { startVictims, type Victims } from './isolation/victim.ts';
import { everyRoute, type TabledRoute } from './route-tables.ts';

let victims: Victims;
let routes: readonly TabledRoute[];
/** Each route's path, filled with what the tenant has. */
let paths: Map<TabledRoute, FilledPath>;
let checks = 0;
const leaks: string[] = [];

beforeAll(async () => {
  victims = await startVictims();
  routes = await everyRoute();
  paths = new Map();
  for (const route of routes) paths.set(route, await fill(route, victims.tenant, victims.known));
});
afterAll(() => victims.voice.close());

const pathOf = (route: TabledRoute): FilledPath => {
  const filled = paths.get(route);
  if (filled === undefined) throw new Error(`${route.path} was not filled`);
  return filled;
};
const isOfAccount = ({ path }: TabledRoute): boolean => path.includes('{AccountSid}');
const needsCaller = ({ credentials }: TabledRoute): boolean => credentials !== 'carrier' && credentials !== 'none';

function check(kind: string, route: TabledRoute, holds: boolean, seen: unknown): void {
  checks += 1;
  if (!holds) leaks.push(`${kind}: ${route.method} ${route.path} (${route.of}): ${JSON.stringify(seen)}`);
}

/** Everything in the table but the counts of who asked how often. */
const items = async () =>
  (await victims.voice.platform.items())
    .filter(({ PK }) => !String(PK).startsWith('LIM#'))
    .map((item) => JSON.stringify(item, inKeyOrder))
    .sort();

/** For JSON: names in order, and sums beyond 2^53, which the table gives as bigint, as text. */
function inKeyOrder(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Runs checks of which none may write anything. */
async function writingNothing(kind: string, run: () => Promise<void>): Promise<void> {
  const [leaksBefore, before] = [leaks.length, await items()];
  await run();
  expect({ kind, written: (await items()).filter((item) => !before.includes(item)) }).toEqual({ kind, written: [] });
  expect(await items()).toEqual(before);
  expect(leaks.slice(leaksBefore)).toEqual([]);
}

/** The answer for what the tenant has, and for what nobody has. */
async function twins(route: TabledRoute, as: string | undefined, only: (name: string) => boolean, base?: string) {
  const filled = pathOf(route);
  const real = base === undefined ? filled.parameters : { ...filled.parameters, AccountSid: base };
  const answers: { seen: Seen; text: string }[] = [];
  for (const parameters of [real, nobodys(real, only)]) {
    const path = withParameters(route.path, parameters);
    const seen = await ask(route, path, as);
    answers.push({ seen, text: without(seen, path, parameters) });
  }
  const [one, other] = answers;
  return { seen: one?.seen, same: one?.text === other?.text };
}

const unknownSid = `AC${'9'.repeat(32)}`;
const unproven: [string, (victims: Victims) => string | undefined][] = [
  ['none', () => undefined],
  ['malformed', () => 'Basic %%%'],
  ['no password', ({ tenant }) => `Basic ${btoa(tenant.sid)}`],
  ['another scheme', ({ tenant }) => basic(tenant).replace('Basic', 'Bearer')],
  ['wrong token', ({ tenant, stranger }) => basic({ sid: tenant.sid, authToken: stranger.authToken })],
  ['unknown account', ({ tenant }) => basic({ sid: unknownSid, authToken: tenant.authToken })],
  ['revoked API key', ({ revoked }) => basic(revoked)],
];

// Guarantee: who does not prove who he is gets 401 in the same bytes everywhere, and nothing is written.
test.each(unproven)('%s: 401', async (kind, header) => {
  const authorization = header(victims);
  const answers = new Set<string>();
  await writingNothing(kind, async () => {
    for (const route of routes.filter(needsCaller)) {
      const { seen, same } = await twins(route, authorization, () => true);
      answers.add(seen?.bytes ?? '');
      check(kind, route, same && seen?.status === 401 && seen.code === 20003, seen);
    }
  });
  expect(answers.size).toBe(1);
});

const ended: [string, (victims: Victims) => Credentials][] = [
  ['suspended', (found) => found.suspended],
  ['closed', (found) => found.closed],
];

// Guarantee: an account that may not act is told so whatever it asks for, its own or another's, there or not.
test.each(ended)('%s: 403', async (kind, account) => {
  const caller = account(victims);
  await writingNothing(kind, async () => {
    for (const route of routes.filter(needsCaller)) {
      for (const base of [undefined, caller.sid]) {
        const { seen, same } = await twins(route, basic(caller), () => true, base);
        check(kind, route, same && seen?.status === 403 && seen.code === 20005, seen);
      }
    }
  });
});

const foreign: [string, (victims: Victims) => Credentials, boolean][] = [
  ['another tenant’s', (found) => found.stranger, false],
  ['another tenant’s API key', (found) => found.strangersKey, true],
  ['sub-account’s, on its parent’s paths', (found) => found.subAccount, false],
];

// Guarantee: what is another's is 404, in the bytes of what does not exist: by its owner's path, and by one's own.
test.each(foreign)('%s: 404', async (kind, account, isKey) => {
  const caller = account(victims);
  const own = isKey ? victims.stranger.sid : caller.sid;
  await writingNothing(kind, async () => {
    for (const route of routes.filter(needsCaller)) {
      const [status, code] = isKey && route.credentials === 'token' ? [401, 20003] : [404, 20404];
      if (isOfAccount(route) || route.credentials === 'operator') {
        const { seen, same } = await twins(route, basic(caller), (name) => name === 'AccountSid');
        check(kind, route, same && seen?.status === status && seen.code === code, seen);
      }
      if (isOfAccount(route) && namesResource(pathOf(route))) {
        const { seen, same } = await twins(route, basic(caller), (name) => name !== 'AccountSid', own);
        check(`${kind}, by its own path`, route, same && (seen?.status ?? 500) < 500, seen);
      }
    }
  });
});

// Guarantee: a list that names no account has the caller's own, and not a word of another's.
test.each(foreign)('%s: nothing of another’s where no account is named', async (kind, account) => {
  const caller = account(victims);
  const secrets = [victims.tenant, victims.operator, ...(caller === victims.subAccount ? [] : [victims.subAccount])];
  for (const route of routes.filter((each) => needsCaller(each) && !isOfAccount(each))) {
    const seen = await ask(route, pathOf(route).path, basic(caller));
    const told = secrets.flatMap(({ sid, authToken }) => [sid, authToken]).filter((text) => seen.bytes.includes(text));
    const isParent = told.length === 1 && caller !== victims.operator; // whose sub-account one is, one may know
    check(kind, route, told.length === 0 || isParent, seen);
  }
  expect(leaks).toEqual([]);
});

// Guarantee: a carrier's webhooks are for who signs as the carrier; credentials of the API are worth nothing there.
test('carriers’ and public routes: the same for everybody', async () => {
  const headers = [...unproven, ...foreign].map(([, header]) => header(victims));
  const everybody = headers.map((one) => (typeof one === 'object' ? basic(one) : one));
  everybody.push(basic(victims.tenant), basic(victims.operator));
  await writingNothing('carrier', async () => {
    for (const route of routes.filter((each) => !needsCaller(each))) {
      const first = await ask(route, pathOf(route).path, undefined);
      for (const header of everybody) {
        const seen = await ask(route, pathOf(route).path, header);
        const expected = route.credentials === 'carrier' ? seen.status === 403 && seen.code === 20006 : true;
        check('public', route, expected && seen.bytes === first.bytes, seen);
      }
    }
  });
});

const allowed: [string, (victims: Victims) => Credentials, (victims: Victims) => Credentials][] = [
  ['parent’s, for its sub-account', (found) => found.tenant, (found) => found.subAccount],
  ['operator’s', (found) => found.operator, (found) => found.tenant],
];
const order = ['GET', 'POST', 'DELETE'];
const depth = ({ path }: TabledRoute): number => path.split('/').length;

// Guarantee: who may act for an account finds all that it has: the refusals above are not for want of a resource.
test.each(allowed)('%s: allowed', async (kind, caller, owner) => {
  const before = leaks.length;
  const wanted = routes
    .filter((route) => isOfAccount(route) && (route.credentials !== 'operator' || kind === 'operator’s'))
    .sort((one, other) => order.indexOf(one.method) - order.indexOf(other.method) || depth(other) - depth(one));
  for (const route of wanted) {
    const filled = await fill(route, owner(victims), victims.known);
    if (filled.made.length > 0) continue;
    const seen = await ask(route, filled.path, basic(caller(victims)));
    check(kind, route, ![401, 403, 404].includes(seen.status) && seen.status < 500, seen);
  }
  expect(leaks.slice(before)).toEqual([]);
});

// Guarantee: the matrix is over things that exist, and says how large it is.
test('how much was checked', () => {
  const made = routes.filter((route) => needsCaller(route) && pathOf(route).made.length > 0);
  const kinds = unproven.length + ended.length + foreign.length + allowed.length;
  console.info(
    `${routes.length} routes × ${kinds} kinds of credentials = ${checks} checks, ${leaks.length} leaks` +
      (made.length === 0 ? '' : `\nwithout a resource of the tenant’s: ${made.map(({ path }) => path).join(', ')}`),
  );
  expect(leaks).toEqual([]);
  const core = /\/(Calls|Messages|Recordings|Conferences|Participants|IncomingPhoneNumbers|Keys)\//;
  expect(made.filter(({ path }) => core.test(path) && path.split('{').length < 4).map(({ path }) => path)).toEqual([]);
});
