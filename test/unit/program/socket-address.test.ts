import { expect, test } from '@jest/globals';
import { socketObjection } from '../../../lib/program/socket-address.ts';

// Guarantee: a stream goes to public servers only, and encrypted; on one machine also to that machine.
test.each([
  ['wss://media.example/call', undefined, undefined],
  ['wss://93.184.216.34:8443/call', undefined, undefined],
  ['ws://media.example/call', 'is not a URL of wss', undefined],
  ['https://media.example/call', 'is not a URL of wss', 'is not a URL of wss'],
  ['media', 'is not a URL of wss', 'is not a URL of wss'],
  ['wss://localhost/call', 'is not a public address', undefined],
  ['wss://a.localhost./call', 'is not a public address', undefined],
  ['wss://127.0.0.1/call', 'is not a public address', undefined],
  ['wss://2130706433/call', 'is not a public address', undefined], // 127.0.0.1 as one number
  ['wss://169.254.169.254/latest', 'is not a public address', undefined],
  ['wss://[::1]/call', 'is not a public address', undefined],
  ['wss://[::ffff:10.0.0.1]/call', 'is not a public address', undefined],
  ['ws://127.0.0.1:9000/call', 'is not a URL of wss', undefined],
])('%s', (url, deployed, local) => {
  expect(socketObjection(url, false)).toBe(deployed);
  expect(socketObjection(url, true)).toBe(local);
});
