import { expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { readInEveryWay } from './listing.ts';

/** Numbers of an account. */
export function incomingNumbers(started: () => World): void {
  // Guarantee: numbers are bought by area code and by number, mapped, found by number and by name, and given back.
  test('create, list, fetch, update, remove', async () => {
    const { client } = await started().enrol('Numbers');
    const { incomingPhoneNumbers: own } = client;
    for (const areaCode of ['415', '212']) await own.create({ areaCode });
    const [offer] = await client.availablePhoneNumbers('US').local.list({ areaCode: 720, limit: 1 });
    const phoneNumber = offer?.phoneNumber ?? '';
    const bought = await own.create({
      phoneNumber,
      friendlyName: 'Front desk',
      voiceUrl: 'https://acme.example/voice',
    });
    expect(bought).toMatchObject({ phoneNumber, friendlyName: 'Front desk', voiceUrl: 'https://acme.example/voice' });
    expect(await readInEveryWay(own, ({ sid }) => sid)).toContain(bought.sid);
    for (const filter of [{ phoneNumber }, { friendlyName: 'Front desk' }])
      expect((await own.list(filter)).map(({ sid }) => sid)).toEqual([bought.sid]);

    const changed = await own(bought.sid).update({ voiceMethod: 'GET', smsUrl: 'https://acme.example/sms' });
    expect(changed).toMatchObject({
      voiceMethod: 'GET',
      smsUrl: 'https://acme.example/sms',
      voiceUrl: bought.voiceUrl,
    });
    expect(await own(bought.sid).fetch()).toMatchObject({ voiceMethod: 'GET', dateUpdated: expect.any(Date) });
    expect(await own(bought.sid).remove()).toBe(true);
    await expect(own(bought.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect((await own.list()).length).toBe(2);
  });

  // Guarantee: each kind of number has its own list.
  test('local, mobile, toll-free', async () => {
    const { incomingPhoneNumbers: own } = (await started().enrol('Kinds')).client;
    const local = await own.local.create({ phoneNumber: '+13125550177' });
    const mobile = await own.mobile.create({ phoneNumber: '+447700100077' });
    const free = await own.tollFree.create({ phoneNumber: '+18005550177' });
    const numbers = (list: { phoneNumber: string }[]) => list.map(({ phoneNumber }) => phoneNumber);
    expect(numbers(await own.local.list())).toEqual([local.phoneNumber]);
    expect(numbers(await own.mobile.list())).toEqual([mobile.phoneNumber]);
    expect(numbers(await own.tollFree.list())).toEqual([free.phoneNumber]);
    expect(await own.list()).toHaveLength(3);
  });
}
