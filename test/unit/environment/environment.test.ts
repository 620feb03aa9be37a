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
