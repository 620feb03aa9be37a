import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterAll, expect, test } from '@jest/globals';
import { authorityIn, serverCertificate } from '../../../../lib/local/twilio/authority.ts';

const directory = mkdtempSync(join(tmpdir(), 'tallyline-authority-'));
afterAll(() => rmSync(directory, { recursive: true }));

const day = 86_400_000;
const authority = authorityIn(directory, Date.now());

/** What OpenSSL says to a server that shows such a certificate for a host. */
async function verdict(host: string): Promise<string> {
  const { certificate, key } = serverCertificate(authority, host, Date.now());
  const server = createServer({ cert: certificate, key }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: '127.0.0.1', port, servername: host, ca: authority.certificate });
  const said = new Promise<string>((resolve) => {
    socket.on('secureConnect', () => resolve('trusted'));
    socket.on('error', (error) => resolve(error.message));
  });
  try {
    return await said;
  } finally {
    socket.destroy();
    server.close();
  }
}

// Guarantee: whoever trusts the authority trusts it for twilio.com alone: were its key stolen, no other site could be feigned.
test.each([
  ['api.twilio.com', 'trusted'],
  ['api.dublin.ie1.twilio.com', 'trusted'],
  ['example.com', 'permitted subtree violation'],
  ['api.twilio.com.example.com', 'permitted subtree violation'],
  ['nottwilio.com', 'permitted subtree violation'],
])('%s', async (host, expected) => {
  expect(await verdict(host)).toBe(expected);
});

// Guarantee: it is made once, and anew only when a server's certificate would outlive it.
test('how long it is kept', () => {
  expect(authorityIn(directory, Date.now() + 700 * day)).toEqual(authority);
  const next = authorityIn(directory, Date.now() + 800 * day);
  expect(next).not.toEqual(authority);
  expect(authorityIn(directory, Date.now() + 1_500 * day)).toEqual(next);
  expect(readdirSync(directory)).toEqual(['authority.json']);
});
