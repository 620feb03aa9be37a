import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import fc from 'fast-check';
import type { Credentials } from '../integration/gateway.ts';
import { throughGateway } from './gateway-routes.ts';
import { fill, withParameters } from './isolation/paths.ts';
import { startVictims, type Victims } from './isolation/victim.ts';
import { type Input, inputsOf } from './platform-api/inputs.ts';
import { contradictions, type Operation, objectionsTo, operations } from './platform-api/operations.ts';

let victims: Victims;
/** What was asked of the tenant's program: it can be asked again. */
let asked: string;

beforeAll(async () => {
  process.env['REQUESTS_PER_SECOND'] = '999999';
  victims = await startVictims();
  asked = await askedOf(victims.tenant);
  // Read to its end, so that there is a report; it reads all ledgers, which the fuzz of every route would count.
  const { readCarrier } = await import('../../functions/billing/reconciliation/read-carrier.ts');
  await readCarrier(victims.known.ReconciliationSid, () => true);
});
afterAll(() => victims.voice.close());

const known = () => ({ ...victims.known, Plan: 'standard', Id: asked });

async function askedOf(tenant: Credentials): Promise<string> {
  const path = `/v1/Accounts/${tenant.sid}/Events?Kind=application-logic`;
  const { body = '' } = await throughGateway({ method: 'GET', path, as: tenant });
  return JSON.parse(body).Events[0].Id;
}

/** Requests that could switch an account off act on the sub-account. */
const ownerOf = ({ method, path }: Operation): Credentials =>
  method === 'POST' && path.includes('{AccountSid}') ? victims.subAccount : victims.tenant;

const callerOf = ({ isOperators }: Operation): Credentials => (isOperators ? victims.operator : victims.tenant);

async function ask(operation: Operation, as: Credentials | undefined, json: unknown, query = '') {
  const { path } = await fill(operation, victims.tenant, known());
  const body = operation.method === 'POST' && json !== undefined ? { json } : {};
  return throughGateway({ method: operation.method, path: `${path}${query}`, as, ...body });
}

const codeOf = ({ body = '' }: APIGatewayProxyStructuredResultV2): unknown => JSON.parse(body).code;

// Guarantee: every route of /v1 is called, with the document's own example where it takes a body, and what it really answers
// is what the document says, to the last property.
test.each(operations.map((operation) => [operation.id, operation] as const))('%s', async (_, operation) => {
  const { body } = operation;
  if (body !== undefined) {
    expect(body.example).toBeDefined();
    expect(contradictions(body.schema, body.example)).toEqual([]);
  }
  const answer = await ask(operation, operation.isPublic ? undefined : callerOf(operation), body?.example);
  expect({ status: answer.statusCode, body: answer.body?.slice(0, 500) }).toMatchObject({
    status: Number(Object.keys(operation.responses).find((status) => status.startsWith('2'))),
  });
  expect(objectionsTo(operation, answer)).toEqual([]);
});

const guarded = operations.filter(({ isPublic }) => !isPublic).map((operation) => [operation.id, operation] as const);

// Guarantee: every refusal of every route is one that the document has: without credentials, of what is another's, of an
// unknown name, of a body that is none.
test.each(guarded)('%s, refused', async (_, operation) => {
  const nobodys = await ask(operation, undefined, operation.body?.example);
  expect({ status: nobodys.statusCode, code: codeOf(nobodys) }).toEqual({ status: 401, code: 20003 });
  const strangers = await ask(operation, victims.stranger, operation.body?.example);
  const isOwn = operation.path.includes('{AccountSid}') || operation.isOperators;
  if (isOwn) expect({ status: strangers.statusCode, code: codeOf(strangers) }).toEqual({ status: 404, code: 20404 });
  const isPost = operation.method === 'POST';
  const unknown = await ask(operation, callerOf(operation), { Unknown: 1 }, isPost ? '' : '?Unknown=1');
  expect({ status: unknown.statusCode, body: unknown.body }).toMatchObject({
    status: 400,
    body: expect.stringContaining('Unknown'),
  });
  const list = await ask(operation, callerOf(operation), isPost ? [] : undefined, isPost ? '' : '?PageSize=none');
  for (const answer of [nobodys, strangers, unknown, list]) expect(objectionsTo(operation, answer)).toEqual([]);
});

const runs = Number(process.env['PLATFORM_FUZZ'] ?? 1_500);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

// Guarantee: whatever the document lets be sent, or nearly, gets a status and a content type that it has for that operation,
// and JSON as it says; a body that contradicts the document is always refused.
test('no request leads out of the document', async () => {
  const found = new Map<Operation, Readonly<Record<string, string>>>();
  for (const operation of operations)
    found.set(operation, (await fill(operation, ownerOf(operation), known())).parameters);
  const callers = (operation: Operation) => ({
    owner: operation.isOperators ? victims.operator : ownerOf(operation),
    stranger: victims.stranger,
    nobody: undefined,
  });
  const statuses = new Map<number, number>();
  const send = async (operation: Operation, { path, query, body, as }: Input): Promise<void> => {
    const given = Object.entries(path).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, encodeURIComponent(value)] as const],
    );
    const filled = withParameters(operation.path, { ...found.get(operation), ...Object.fromEntries(given) });
    const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, textOf(value).toWellFormed()]);
    const answer = await throughGateway({
      method: operation.method,
      path: pairs.length === 0 ? filled : `${filled}?${new URLSearchParams(pairs)}`,
      as: callers(operation)[as],
      ...(body !== undefined && { json: body }),
    });
    const { statusCode = 0 } = answer;
    statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    expect(objectionsTo(operation, answer)).toEqual([]);
    expect(statusCode).not.toBe(500);
    if (statusCode < 300 && operation.body !== undefined) {
      expect(contradictions(operation.body.schema, body === undefined ? {} : JSON.parse(JSON.stringify(body)))).toEqual(
        [],
      );
    }
  };
  const requests = fc.oneof(
    ...operations.map((operation) => inputsOf(operation).map((input) => ({ operation, input }))),
  );
  await fc.assert(
    fc.asyncProperty(requests, ({ operation, input }) => send(operation, input)),
    { numRuns: runs, seed, interruptAfterTimeLimit: 240_000 },
  );
  console.info(
    `${runs} requests to ${operations.length} operations of /v1, seed ${seed}`,
    Object.fromEntries(statuses),
  );
});

// Guarantee: a method that a path does not have is told which it has, in the platform's own words.
test('every other method is 405', async () => {
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const filled = await fill({ path }, victims.tenant, victims.known);
    const methods = operations.filter((operation) => operation.path === path).map(({ method }) => method);
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      if (methods.includes(method)) continue;
      const { statusCode, headers } = await throughGateway({ method, path: filled.path, as: victims.tenant });
      expect({ path, method, statusCode, allow: headers?.['allow'] }).toMatchObject({ statusCode: 405 });
      expect(String(headers?.['allow']).split(', ')).toEqual(expect.arrayContaining(methods));
    }
  }
});
