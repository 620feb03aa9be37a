import { expect, test } from '@jest/globals';
import twilio from 'twilio';
import { eventually } from '../../eventually.ts';
import type { World } from '../world.ts';
import { readInEveryWay } from './listing.ts';

/** API keys, which Twilio's API shows as Keys and as SigningKeys. */
export function keys(started: () => World): void {
  // Guarantee: a key is made, shown without its secret, renamed, used in place of the auth token, and revoked.
  test('keys', async () => {
    const { client, sid: accountSid } = await started().enrol('Keys');
    for (const friendlyName of ['Laptop', 'Server']) await client.newKeys.create({ friendlyName });
    const made = await client.newKeys.create({ friendlyName: 'Phone' });
    expect(made).toMatchObject({ friendlyName: 'Phone', secret: expect.stringMatching(/^\w{32,}$/) });
    expect(await readInEveryWay(client.keys, ({ sid }) => sid)).toContain(made.sid);
    expect(await client.keys(made.sid).fetch()).toMatchObject({ friendlyName: 'Phone' });
    expect(JSON.stringify(await client.keys(made.sid).fetch())).not.toContain(made.secret);
    expect(await client.keys(made.sid).update({ friendlyName: 'Old phone' })).toMatchObject({
      friendlyName: 'Old phone',
    });

    const byKey = twilio(made.sid, made.secret, { accountSid, httpClient: client.httpClient });
    expect(await byKey.calls.list()).toEqual([]);
    expect(await client.keys(made.sid).remove()).toBe(true);
    await expect(client.keys(made.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    const refusal = await eventually('a refusal', () =>
      byKey.calls.list().then(
        () => undefined,
        (error) => error,
      ),
    );
    expect(refusal).toMatchObject({ status: 401, code: 20003 });
  });

  // Guarantee: the same under its older name.
  test('signing keys', async () => {
    const { client } = await started().enrol('Signing keys');
    for (const friendlyName of ['One', 'Two']) await client.newSigningKeys.create({ friendlyName });
    const made = await client.newSigningKeys.create({ friendlyName: 'Three' });
    expect(await readInEveryWay(client.signingKeys, ({ sid }) => sid)).toContain(made.sid);
    expect(await client.signingKeys(made.sid).fetch()).toMatchObject({ friendlyName: 'Three' });
    expect(await client.signingKeys(made.sid).update({ friendlyName: 'Third' })).toMatchObject({
      friendlyName: 'Third',
    });
    expect(await client.signingKeys(made.sid).remove()).toBe(true);
    await expect(client.signingKeys(made.sid).fetch()).rejects.toMatchObject({ status: 404 });
  });
}
