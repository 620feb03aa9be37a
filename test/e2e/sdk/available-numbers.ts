import { beforeAll, expect, test } from '@jest/globals';
import type { Tenant, World } from '../world.ts';

/** What the carrier has on offer. */
export function availableNumbers(started: () => World): void {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await started().enrol('Shopper');
  });

  // Guarantee: numbers are searched by area code, pattern and capability, and what is offered is what was asked for.
  test('search', async () => {
    const us = tenant.client.availablePhoneNumbers('US');
    const inCode = await us.local.list({ areaCode: 512, limit: 5 });
    expect(inCode.map(({ phoneNumber }) => phoneNumber.slice(0, 5))).toEqual(Array(5).fill('+1512'));
    expect(inCode[0]).toMatchObject({ isoCountry: 'US', capabilities: { voice: true, sms: true } });
    const [ending] = await us.local.list({ contains: '********07', limit: 1 });
    expect(ending?.phoneNumber).toMatch(/07$/);
    expect((await us.local.list({ smsEnabled: true, voiceEnabled: true, limit: 2 })).length).toBe(2);
    const [free] = await us.tollFree.list({ limit: 1 });
    expect(free?.phoneNumber).toMatch(/^\+18\d\d/);
    const [mobile] = await tenant.client.availablePhoneNumbers('GB').mobile.list({ limit: 1 });
    expect(mobile?.phoneNumber).toMatch(/^\+447/);
  });

  // Guarantee: one at a time, as a page, and the countries there are.
  test('each, page, countries', async () => {
    const { local } = tenant.client.availablePhoneNumbers('US');
    const seen: string[] = [];
    await new Promise<void>((done) =>
      local.each({ limit: 3, done: () => done() }, ({ phoneNumber }) => void seen.push(phoneNumber)),
    );
    expect(new Set(seen).size).toBe(3);
    expect((await local.page({ pageSize: 2 })).instances.length).toBeLessThanOrEqual(2);
    const countries = await tenant.client.availablePhoneNumbers.list();
    expect(countries.map(({ countryCode }) => countryCode)).toEqual(expect.arrayContaining(['US', 'GB']));
    expect(await tenant.client.availablePhoneNumbers('US').fetch()).toMatchObject({ countryCode: 'US' });
  });
}
