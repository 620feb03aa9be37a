import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { readInEveryWay } from './listing.ts';

/** Applications: URLs under one name. */
export function applications(started: () => World): void {
  // Guarantee: an application is made, found by its name, changed and removed.
  test('create, list, fetch, update, remove', async () => {
    const { applications: own } = (await started().enrol('Applications')).client;
    for (const friendlyName of ['Sales', 'Support']) await own.create({ friendlyName });
    const made = await own.create({
      friendlyName: 'Phone me',
      voiceMethod: 'GET',
      voiceUrl: 'http://demo.twilio.com/docs/voice.xml',
    });
    expect(made).toMatchObject({ friendlyName: 'Phone me', voiceMethod: 'GET', sid: expect.stringMatching(/^AP/) });
    expect(await readInEveryWay(own, ({ sid }) => sid)).toContain(made.sid);
    expect((await own.list({ friendlyName: 'Phone me' })).map(({ sid }) => sid)).toEqual([made.sid]);
    expect(await own(made.sid).update({ smsUrl: 'https://acme.example/sms' })).toMatchObject({
      smsUrl: 'https://acme.example/sms',
      voiceUrl: made.voiceUrl,
    });
    expect(await own(made.sid).fetch()).toMatchObject({ smsUrl: 'https://acme.example/sms' });
    expect(await own(made.sid).remove()).toBe(true);
    await expect(own(made.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });
}
