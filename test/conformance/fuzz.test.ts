import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import fc from 'fast-check';
import { shapeOf } from '../../lib/http/shape.ts';
import type { Credentials } from '../integration/gateway.ts';
import { type Input, inputsOf } from './fuzz/inputs.ts';
import { sendInput } from './fuzz/send.ts';
import { watchTable } from './fuzz/watched-table.ts';
import { fill } from './isolation/paths.ts';
import { startVictims, type Victims } from './isolation/victim.ts';
import { everyRoute, type TabledRoute } from './route-tables.ts';

const runs = Number(process.env['FUZZ'] ?? 5_000);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const runsBetweenLooks = 1_000;
/** No request may ask the table more often, whatever it says: a page reads at most 1,000 index entries. */
const tableRequestsMax = 200;
/** But what proves an account's bills reads all that they are made of: an account may have 200 profiles, each of a plan of its own. */
const proofRequestsMax = 600;

let victims: Victims;
let routes: readonly TabledRoute[];
/** What stands in each route's path; found again now and then, since some requests delete it. */
let existing: Map<TabledRoute, Readonly<Record<string, string>>>;
let references: readonly string[];

beforeAll(async () => {
  process.env['REQUESTS_PER_SECOND'] = '999999';
  victims = await startVictims();
  routes = (await everyRoute()).filter(({ method, path }) =>
    `${method} ${path}`.includes(process.env['FUZZ_ONLY'] ?? ''),
  );
  const bound = (await victims.voice.itemsOf('REF#')).map(({ PK }) => String(PK).split('#').at(-1) ?? '');
  references = [...bound, `${victims.tenant.sid}/lobby`];
  await look();
});
afterAll(() => victims.voice.close());

/** Requests that could switch the tenant off act on its sub-account. */
const ownerFor = ({ method, path }: TabledRoute): Credentials =>
  method === 'POST' && /(Accounts\/\{AccountSid\}(\.json)?|MicroServices\/\{name\})$/.test(path)
    ? victims.subAccount
    : victims.tenant;

async function look(): Promise<void> {
  const found = new Map<TabledRoute, Readonly<Record<string, string>>>();
  for (const route of routes) {
    const { parameters } = await fill(route, ownerFor(route), victims.known);
    found.set(route, route.credentials === 'carrier' ? { ...parameters, ...(await ofWebhooks()) } : parameters);
  }
  existing = found;
}

async function ofWebhooks(): Promise<Record<string, string>> {
  const account = { path: '/2010-04-01/Accounts/{AccountSid}' };
  const call = await fill({ path: `${account.path}/Calls/{Sid}.json` }, victims.tenant, {});
  const message = await fill({ path: `${account.path}/Messages/{Sid}.json` }, victims.tenant, {});
  return { CallSid: call.parameters['Sid'] ?? '', MessageSid: message.parameters['Sid'] ?? '' };
}

/** What is wrong with an answer; `left` is how many items a refused request made or took away. */
function faultOf(
  path: string,
  { statusCode = 0, body = '', headers }: APIGatewayProxyStructuredResultV2,
  requests: number,
  left: number,
): string | undefined {
  if (statusCode >= 500) return `${statusCode}`;
  const requestsMax = path.endsWith('/Verify') ? proofRequestsMax : tableRequestsMax;
  if (requests > requestsMax) return `${requests} table requests`;
  if (left !== 0) return `refused, and ${left} items are left`;
  return /^application\/json\b/.test(String(headers?.['content-type'])) && !isJson(body) ? 'not JSON' : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

// Guarantee: whatever comes in, to any route, is answered with less than 500, in bounded work, and what is refused leaves nothing.
test(
  'no input makes an error of ours, or half an item',
  async () => {
    const table = await watchTable();
    const sids = [...existing.values()].flatMap((parameters) => Object.values(parameters));
    const inputs = fc.oneof(...routes.map((route) => inputsOf(route, [...new Set([...sids, ...references])])));
    const statuses = new Map<number, number>();
    const faults = new Map<string, string>();
    let [tried, asked] = [0, 0];
    /** A refused request that wrote is sent again where nothing else is going on: it must leave as many items as it found. */
    const leftBy = async (send: () => Promise<unknown>) => {
      await victims.voice.clock.advanceBy('0s');
      const before = await table.count();
      await send();
      return (await table.count()) - before;
    };

    const attempt = async (input: Input) => {
      tried += 1;
      if (tried % runsBetweenLooks === 0) await look();
      const send = () => table.during(() => sendInput(input, victims, existing.get(input.route) ?? {}));
      const { found, requests, writes } = await send();
      const { answer, shown } = found;
      const { statusCode = 0, body = '' } = answer;
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      asked = Math.max(asked, requests);
      const left = statusCode >= 400 && writes > 0 ? await leftBy(send) : 0;
      const fault = faultOf(input.route.path, answer, requests, left);
      const where = `${input.route.method} ${input.route.path}: ${fault}`;
      if (fault !== undefined && !faults.has(where))
        faults.set(where, `${shown} → ${statusCode} ${body.slice(0, 300)}`);
    };
    await fc.assert(fc.asyncProperty(inputs, attempt), { numRuns: runs, seed });

    const names = routes.reduce((sum, route) => sum + Object.keys(shapeOf(route.parameters)).length, 0);
    const told = [...statuses].sort().map(([status, count]) => `${status}: ${count}`);
    console.info(
      `seed ${seed}: ${tried} requests tried over ${routes.length} routes and ${names} parameters; ${told.join(', ')}; at most ${asked} table requests each`,
    );
    expect([...faults]).toEqual([]);
    expect(statuses.get(200) ?? 0).toBeGreaterThan(runs / 50);
  },
  60_000 + 60 * runs,
);
