import { expect, test } from '@jest/globals';
import { commandEnvironment } from '../../../../lib/local/twilio/command-environment.ts';

const surroundings = {
  proxyUrl: 'http://127.0.0.1:5000',
  platformUrl: 'http://127.0.0.1:4000',
  controlUrl: 'http://127.0.0.1:6000/control',
  trust: { authority: '/a.pem', everything: '/e.pem', javaStore: '/e.jks', phpSettings: '/php' },
  tenant: {
    friendlyName: 'Acme',
    accountSid: 'AC1',
    authToken: 'secret',
    phoneNumber: '+12025550100',
    phoneNumberSid: 'PN1',
  },
};

// Guarantee: a program keeps what it has, but for the proxy, the trust and the tenant; what npm set for its script is gone.
test('what a program finds', () => {
  const before = {
    PATH: '/bin',
    npm_config_prefix: '/x',
    INIT_CWD: '/y',
    JAVA_TOOL_OPTIONS: '-Xmx1g',
    HTTPS_PROXY: 'http://office',
  };
  const environment = commandEnvironment(before, surroundings);
  expect(environment).toMatchObject({
    PATH: '/bin',
    HTTPS_PROXY: 'http://127.0.0.1:5000',
    https_proxy: 'http://127.0.0.1:5000',
    SSL_CERT_FILE: '/e.pem',
    NODE_EXTRA_CA_CERTS: '/a.pem',
    PHP_INI_SCAN_DIR: ':/php',
    TALLYLINE_CONTROL_URL: 'http://127.0.0.1:6000/control',
    TWILIO_ACCOUNT_SID: 'AC1',
    TWILIO_AUTH_TOKEN: 'secret',
    TWILIO_PHONE_NUMBER: '+12025550100',
  });
  expect(environment['JAVA_TOOL_OPTIONS']).toMatch(/^-Xmx1g -Dhttp\.proxyHost=127\.0\.0\.1 -Dhttp\.proxyPort=5000 /);
  expect(Object.keys(environment)).not.toContain('npm_config_prefix');
  expect(Object.keys(environment)).not.toContain('INIT_CWD');
});

// Guarantee: with no tenant the program's own credentials stay.
test('no credentials', () => {
  const environment = commandEnvironment({ TWILIO_AUTH_TOKEN: 'own' }, { ...surroundings, tenant: undefined });
  expect([environment['TWILIO_AUTH_TOKEN'], environment['TWILIO_ACCOUNT_SID']]).toEqual(['own', undefined]);
});

// Guarantee: whatever NO_PROXY says, no request for Twilio goes past the proxy; the user's other exceptions hold.
test.each([
  ['', []],
  ['*', []],
  ['example.com, .internal:8443', ['example.com', '.internal:8443']],
  ['twilio.com,api.twilio.com,.twilio.com:443,*.twilio.com,com,API.Dublin.IE1.twilio.com', []],
  ['nottwilio.com', ['nottwilio.com']],
])('NO_PROXY=%s', (NO_PROXY, kept) => {
  const environment = commandEnvironment({ NO_PROXY }, surroundings);
  expect(environment['NO_PROXY']).toBe([...kept, 'localhost', '127.0.0.1', '::1'].join(','));
  expect(environment['no_proxy']).toBe(environment['NO_PROXY']);
});
