import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import twilio from 'twilio';
import { eventually } from '../../eventually.ts';
import type { World } from '../world.ts';

/** What the functions have logged: of all that ran before on this platform, and of what is refused. */
export function logs(started: () => World): void {
  // Guarantee: no secret is ever logged: auth tokens, key secrets, the carrier's token, the data key, the TURN secret and what is made with it;
  // neither as it is nor as requests bear it.
  test('no secret is in any log', async () => {
    const world = started();
    const tenant = await world.enrol('Logged');
    const { client, sid: accountSid } = tenant;
    const key = await client.newKeys.create({ friendlyName: 'Logged' });
    const byKey = twilio(key.sid, key.secret, { accountSid, httpClient: client.httpClient });
    const { password } = await byKey.tokens.create();
    const wrong = { sid: accountSid, authToken: 'not-the-token-but-near' };
    expect((await world.ask('GET', `/2010-04-01/Accounts/${accountSid}.json`, { as: wrong })).status).toBe(401);
    const forged = '/carriers/twilio/calls/status';
    expect((await world.ask('POST', forged, { form: { CallSid: `CA${'0'.repeat(32)}` } })).status).toBe(403);
    const last = `/2010-04-01/Accounts/${accountSid}/Calls/CA${'f'.repeat(32)}.json`;
    expect((await world.ask('GET', last, { as: tenant })).status).toBe(404);
    const text = await eventually('the last request in the log', () => {
      const all = readFileSync(join(world.directory, 'functions.log'), 'utf8');
      return all.includes(last) && all;
    });

    const { carrier, stack } = world.platform;
    const credentials = [...world.credentials, wrong, { sid: key.sid, authToken: key.secret }];
    const secrets = [
      ...credentials.map(({ authToken }) => authToken),
      ...credentials.map(({ sid, authToken }) => Buffer.from(`${sid}:${authToken}`).toString('base64')),
      carrier.authToken,
      stack.environment['DATA_KEY'] ?? '',
      stack.environment['TURN_SECRET'] ?? '',
      password,
    ];
    const lines = text.split('\n');
    console.log(`functions' logs of this platform: ${lines.length} lines, ${secrets.length} secrets, none found`);
    expect(secrets.filter((secret) => secret.length < 16)).toEqual([]); // else it could stand there by chance
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).toContain('A carrier webhook with a wrong signature was refused');
  });
}
