import { beforeAll, expect, test } from '@jest/globals';
import { basicCredentials } from '../../../lib/access/account-access.ts';
import { linkSeal, openLink } from '../../../lib/access/link.ts';
import { sameSecret } from '../../../lib/access/same-secret.ts';
import { newSecret, open, seal } from '../../../lib/access/secret.ts';

beforeAll(() => {
  Object.assign(process.env, {
    TABLE_NAME: 'table',
    RECORDINGS_BUCKET: 'recordings',
    STATEMENTS_BUCKET: 'statements',
    QUEUE_PREFIX: 'tallyline-test-',
    PUBLIC_URL: 'http://127.0.0.1:1',
    CARRIER_URL: 'http://127.0.0.1:1',
    CARRIER_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    CARRIER_AUTH_TOKEN: 'carrier',
    DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
  });
});

// Guarantee: a link says what we put into it, and nobody else can make or change one.
test('links', async () => {
  const sealLink = await linkSeal();
  const state = { accountSid: 'AC1', url: 'https://tenant.example/ä?x=1', failures: 0 };
  const link = sealLink(state);
  expect(link).toMatch(/^[A-Za-z0-9_.-]+$/);
  expect(await openLink(link)).toEqual(state);
  const [text = '', mac = ''] = link.split('.');
  const other = sealLink({ ...state, accountSid: 'AC2' });
  for (const forged of [
    undefined,
    '',
    '.',
    text,
    `${text}.`,
    `${text}x.${mac}`,
    `${other.split('.')[0]}.${mac}`,
    `${link}.x`,
  ]) {
    expect(await openLink(forged)).toBeUndefined();
  }
  expect(() => sealLink({ url: 'x'.repeat(4_000) })).toThrow('4096 at most');
});

// Guarantee: a sealed secret opens for its owner alone, and not after one byte changed.
test('secrets', async () => {
  const secret = newSecret();
  const sealed = await seal(secret, 'AC1');
  expect(sealed).not.toContain(secret);
  expect(await seal(secret, 'AC1')).not.toBe(sealed);
  expect(await open(sealed, 'AC1')).toBe(secret);
  await expect(open(sealed, 'AC2')).rejects.toThrow();
  const bytes = Buffer.from(sealed, 'base64');
  bytes[15] = (bytes[15] ?? 0) ^ 1;
  await expect(open(bytes.toString('base64'), 'AC1')).rejects.toThrow();
  expect(sameSecret(secret, secret)).toBe(true);
  expect(sameSecret(secret, `${secret}0`)).toBe(false);
  expect(sameSecret('', secret)).toBe(false);
});

// Guarantee: credentials are read as RFC 7617 writes them, and nothing else is taken for them.
test.each<[string | undefined, { user: string; password: string } | undefined]>([
  [`Basic ${Buffer.from('AC1:to:ken').toString('base64')}`, { user: 'AC1', password: 'to:ken' }],
  [`basic ${Buffer.from('AC1:').toString('base64')}`, { user: 'AC1', password: '' }],
  [undefined, undefined],
  ['Bearer abc', undefined],
  ['Basic !!!', undefined],
  [`Basic ${Buffer.from('AC1').toString('base64')}`, undefined],
])('credentials %#', (header, expected) => {
  expect(basicCredentials(header)).toEqual(expected);
});
