import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { buildDocument } from '../../../functions/openapi/build-document.ts';
import { describedRoutes } from '../../../functions/openapi/read-routes.ts';
import { bundle } from '../../bench/bundle.ts';
import { gatewayEvent, type Handler } from '../gateway.ts';

const folder = mkdtempSync(join(tmpdir(), 'tallyline-openapi-'));
let bundled: string;

beforeAll(async () => {
  bundled = (await bundle('openapi', 'functions/openapi/http.ts', folder)).file;
});
afterAll(() => rmSync(folder, { recursive: true }));

const asked = async (method: 'GET' | 'POST') => {
  const { handler } = createRequire(import.meta.url)(bundled) as { handler: Handler };
  return handler(gatewayEvent({ method, path: '/v1/openapi.json' }), {} as never);
};

// Guarantee: what the deployed bundle serves to anybody is what the route tables say now; built again it is the same.
test('the bundle serves the document that the sources make', async () => {
  const { statusCode, headers, body } = await asked('GET');
  expect({ statusCode, type: headers?.['content-type'] }).toEqual({
    statusCode: 200,
    type: 'application/json; charset=utf-8',
  });
  expect(body).toBe(await buildDocument());
  expect(await buildDocument()).toBe(body);
});

// Guarantee: `serverless invoke local -f openapi -p events/openapi.show-document.json` shows it.
test('events/openapi.show-document.json', async () => {
  const { handler } = createRequire(import.meta.url)(bundled) as { handler: Handler };
  const event = JSON.parse(readFileSync('events/openapi.show-document.json', 'utf8'));
  expect(await handler(event, {} as never)).toMatchObject({ statusCode: 200, body: await buildDocument() });
});

// Guarantee: the document costs its Lambda neither the generator nor the table.
test('the bundle holds no generator and no table', () => {
  const code = readFileSync(bundled, 'utf8');
  expect(code).not.toMatch(/zod-openapi|DynamoDB_20120810/);
});

// Guarantee: a method that a path of /v1 does not have is told which it has, without credentials.
test('another method is 405', async () => {
  const { statusCode, headers, body } = await asked('POST');
  expect({ statusCode, allow: headers?.['allow'] }).toEqual({ statusCode: 405, allow: 'GET, HEAD' });
  expect(JSON.parse(body ?? '')).toMatchObject({ code: 20004, status: 405 });
});

// Guarantee: nobody adds a route to /v1 that the document is silent about.
test('a route without a description is refused by its name', () => {
  const route = { method: 'GET', credentials: 'none', handler: async () => ({}), of: 'fax' } as const;
  const described = { ...route, path: '/v1/Fax', description: { summary: 'Fax', answer: z.object({}) } };
  expect(describedRoutes([described, { ...route, path: '/2010-04-01/Fax' }])).toEqual([described]);
  expect(() => describedRoutes([described, { ...route, path: '/v1/Telex' }])).toThrow(
    'GET /v1/Telex (functions/fax/http.ts)',
  );
});
