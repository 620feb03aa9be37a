import { expect, test } from '@jest/globals';
import { read } from '../../../lib/environment/environment.ts';

const variables = {
  TABLE_NAME: 'table',
  RECORDINGS_BUCKET: 'recordings',
  STATEMENTS_BUCKET: 'statements',
  QUEUE_PREFIX: 'tallyline-dev-',
  PUBLIC_URL: 'https://api.example.com/',
  CARRIER_URL: 'https://api.twilio.com',
  CARRIER_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  CARRIER_AUTH_TOKEN: 'token',
  KMS_KEY_ID: 'key',
};

// Guarantee: a function that is deployed wrongly says which variable is wrong, before it does anything.
test('the environment is read once and checked', () => {
  expect(read(variables)).toMatchObject({
    publicUrl: 'https://api.example.com',
    dataKey: { kmsKeyId: 'key' },
    allowPrivateAddresses: false,
    clockFile: undefined,
  });
  expect(() => read({ ...variables, TABLE_NAME: undefined, CARRIER_URL: 'nowhere' })).toThrow(
    /TABLE_NAME.*CARRIER_URL/,
  );
  expect(() => read({ ...variables, EVENT_SINK_URL: 'http://example.com' })).toThrow(
    'EVENT_SINK_URL: must begin with https://',
  );
  expect(() => read({ ...variables, KMS_KEY_ID: '' })).toThrow('one of DATA_KEY and KMS_KEY_ID');
});

// Guarantee: STUN and TURN servers are URLs as browsers take them, and TURN has its secret: else nothing starts.
test.each([
  [{ ICE_SERVERS: 'http://stun.example.com' }, 'ICE_SERVERS: must be stun:'],
  [{ ICE_SERVERS: 'stun:' }, 'ICE_SERVERS: must be stun:'],
  [{ ICE_SERVERS: 'turn:turn.example.com?transport=pigeon', TURN_SECRET: 's' }, 'ICE_SERVERS: must be stun:'],
  [{ ICE_SERVERS: 'stun:a.example, turns:b.example:443?transport=tcp' }, 'TURN_SECRET: must be set'],
])('%j is refused', (changed, message) => {
  expect(() => read({ ...variables, ...changed })).toThrow(message);
});

// Guarantee: without a word of the operator's no private network is open, and one that is misspelt opens none.
test('private networks', () => {
  expect(read(variables).privateAddresses).toEqual([]);
  const open = { PRIVATE_NETWORKS: '10.20.0.0/16, fd12::/16' };
  expect(read({ ...variables, ...open }).privateAddresses).toEqual(['10.20.0.0/16', 'fd12::/16']);
  expect(read({ ...variables, ALLOW_PRIVATE_ADDRESSES: 'true' }).privateAddresses).toBe('all');
  for (const wrong of ['true', '10.0.0.0', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/8 10.1.0.0/16', '10.0.0.0/8/8'])
    expect(() => read({ ...variables, PRIVATE_NETWORKS: wrong })).toThrow('PRIVATE_NETWORKS: must be networks');
});

// Guarantee: what is not set is not there, and a secret without TURN is never used.
test('STUN and TURN servers', () => {
  expect(read(variables).iceServers).toEqual({ urls: [], turnSecret: undefined });
  const stun = { ICE_SERVERS: 'stun:stun.example.com:3478', TURN_SECRET: 'of no use' };
  expect(read({ ...variables, ...stun }).iceServers).toEqual({ urls: [stun.ICE_SERVERS], turnSecret: undefined });
  const both = { ICE_SERVERS: 'stun:a.example:3478 , turn:a.example?transport=udp', TURN_SECRET: 'shared' };
  expect(read({ ...variables, ...both }).iceServers).toEqual({
    urls: ['stun:a.example:3478', 'turn:a.example?transport=udp'],
    turnSecret: 'shared',
  });
});
