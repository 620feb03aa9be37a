import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import { gatewayEvent, type Handler } from '../gateway.ts';

const controlUrl = 'http://127.0.0.1:4567/control';
let ask: (path: string) => ReturnType<Handler>;

beforeAll(async () => {
  Object.assign(process.env, {
    TABLE_NAME: 'table',
    RECORDINGS_BUCKET: 'recordings',
    STATEMENTS_BUCKET: 'statements',
    QUEUE_PREFIX: 'tallyline-test-',
    PUBLIC_URL: 'http://127.0.0.1:1',
    CARRIER_URL: 'http://127.0.0.1:1',
    CARRIER_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    CARRIER_AUTH_TOKEN: 'the-carrier’s-token',
    DATA_KEY: 'the-data-key',
    CONTROL_URL: controlUrl,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const { handler } = await import('../../../functions/console/http.ts');
  ask = (path) => (handler as unknown as Handler)(gatewayEvent({ method: 'GET', path }), {} as never);
});

// Guarantee: a browser runs the console's own script and style and nothing else, and asks its own origin only (on one
// machine the simulated phones too).
test('the page comes with a strict policy', async () => {
  const { statusCode, headers = {}, body = '' } = await ask('/console');
  expect(statusCode).toBe(200);
  const policy = Object.fromEntries(
    String(headers['content-security-policy'])
      .split('; ')
      .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]),
  );
  expect(policy).toEqual({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': expect.stringMatching(/^'self' 'sha256-[\w+/]{43}='$/),
    'img-src': "'self' data:",
    'connect-src': "'self' http://127.0.0.1:4567",
    'media-src': "'self' blob:",
    'frame-src': 'blob:',
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  });
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  });
  expect(body).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
  expect(body).not.toContain('token');
  expect(body).not.toContain('data-key');
});

// Guarantee: deployed, the page knows of no phones and may reach no other origin.
test('a deployed page is told of no control API', async () => {
  const { pageHeaders } = await import('../../../functions/console/page-headers.ts');
  expect(pageHeaders(undefined)['content-security-policy']).toContain("; connect-src 'self';");
  expect((await ask('/console')).body).toContain(`<meta name="phones-control" content="${controlUrl}">`);
});

// Guarantee: every asset that the page names is there, of its type, and may be kept forever under that name.
test('the page’s assets', async () => {
  const { body = '' } = await ask('/console');
  const names = [...body.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, name]) => name ?? '');
  expect(names).toEqual([
    expect.stringMatching(/^\/console\/console-\w{8}\.css$/),
    expect.stringMatching(/^\/console\/console-\w{8}\.js$/),
  ]);
  const answers = await Promise.all(names.map(ask));
  expect(answers.map(({ headers }) => headers?.['content-type'])).toEqual([
    'text/css; charset=utf-8',
    'text/javascript; charset=utf-8',
  ]);
  for (const { statusCode, headers } of answers) {
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  }
});

// Guarantee: what is no asset of the page is 404 with Twilio's JSON, whatever it is called.
test.each(['/console/nothing.js', '/console/console.js', '/console/..%2Fhttp.ts', '/console/constructor'])(
  '%s is not there',
  async (path) => {
    const { statusCode, body = '' } = await ask(path);
    expect(statusCode).toBe(404);
    expect(JSON.parse(body)).toMatchObject({ code: 20404, status: 404 });
  },
);

// Guarantee: the sample event is one that the function takes.
test('events/console.show-page.json', async () => {
  const { handler } = await import('../../../functions/console/http.ts');
  const event = JSON.parse(readFileSync('events/console.show-page.json', 'utf8'));
  expect(await handler(event, {} as never)).toMatchObject({ statusCode: 200, body: expect.stringContaining('<html') });
});
