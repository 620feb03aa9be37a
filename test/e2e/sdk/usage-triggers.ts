import { beforeAll, expect, test } from '@jest/globals';
import type { Tenant, World } from '../world.ts';
import { readInEveryWay } from './listing.ts';

/** Usage Triggers. */
export function usageTriggers(started: () => World): void {
  let tenant: Tenant;
  let number: string;
  beforeAll(async () => {
    tenant = await started().enrol('Watched');
    number = await tenant.rentNumber();
  });

  // Guarantee: a trigger is created, fetched, listed by its filters, renamed and removed as Twilio's documentation shows.
  test('create, fetch, list, update, remove', async () => {
    const { triggers } = tenant.client.usage;
    const callbackUrl = tenant.program.url('/never');
    const made = await triggers.create({ triggerValue: '1000', usageCategory: 'sms', callbackUrl });
    expect(made).toMatchObject({
      friendlyName: 'Trigger for sms at usage of 1000',
      triggerBy: 'usage',
      triggerValue: '1000',
      currentValue: '0',
      callbackMethod: 'POST',
      dateFired: null,
      dateCreated: expect.any(Date),
      usageRecordUri: expect.stringContaining('/Usage/Records.json?Category=sms'),
    });
    for (const [recurring, usageCategory] of [
      ['daily', 'calls'],
      ['monthly', 'totalprice'],
      ['yearly', 'calls'],
    ] as const) {
      await started().pass('1s');
      await triggers.create({ triggerValue: '50', triggerBy: 'price', recurring, usageCategory, callbackUrl });
    }

    const recurring = async (filters: Parameters<typeof triggers.list>[0]) =>
      (await triggers.list(filters as object)).map((trigger) => trigger.recurring);
    expect(await recurring({})).toEqual(['yearly', 'monthly', 'daily', 'alltime']);
    expect(await recurring({ recurring: 'daily' })).toEqual(['daily']);
    expect(await recurring({ triggerBy: 'usage' })).toEqual(['alltime']);
    expect(await recurring({ usageCategory: 'calls' })).toEqual(['yearly', 'daily']);
    expect(await readInEveryWay(triggers, ({ sid }) => sid)).toHaveLength(4);

    expect(await triggers(made.sid).update({ friendlyName: 'Many', callbackMethod: 'GET' })).toMatchObject({
      friendlyName: 'Many',
      callbackMethod: 'GET',
      triggerValue: '1000',
    });
    expect(await triggers(made.sid).fetch()).toMatchObject({ friendlyName: 'Many' });
    expect(await triggers(made.sid).remove()).toBe(true);
    await expect(triggers(made.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    await expect(triggers.create({ triggerValue: '1', usageCategory: 'fax', callbackUrl })).rejects.toMatchObject({
      status: 400,
      code: 20001,
      message: expect.stringContaining('UsageCategory: fax is none of'),
    });
  });

  // Guarantee: what is used fires it, once a day, and its URL is asked with a right signature and Twilio's parameters.
  test('a trigger fires once a day', async () => {
    const { client, program, sid: AccountSid } = tenant;
    const daily = await client.usage.triggers.create({
      triggerValue: '+2',
      triggerBy: 'count',
      usageCategory: 'sms-outbound',
      recurring: 'daily',
      callbackUrl: program.url('/usage'),
    });
    const [today, tomorrow] = [0, 86_400_000].map((later) =>
      new Date(daily.dateCreated.getTime() + later).toISOString().slice(0, 10),
    );
    const send = async (messages: number) => {
      for (let sent = 0; sent < messages; sent += 1)
        await client.messages.create({ from: number, to: '+14155550190', body: 'Hello' });
      await started().pass('30s');
    };
    await send(1);
    expect(program.askedAt('/usage')).toEqual([]);
    await send(4);
    const [first] = program.askedAt('/usage');
    expect(first).toMatchObject({
      AccountSid,
      UsageTriggerSid: daily.sid,
      Recurring: 'daily',
      UsageCategory: 'sms-outbound',
      TriggerBy: 'count',
      TriggerValue: '2',
      IdempotencyToken: `${AccountSid}-FIRES-${daily.sid}-${today}`,
    });
    expect(Number(first?.['CurrentValue'])).toBeGreaterThanOrEqual(2);
    expect(await client.usage.triggers(daily.sid).fetch()).toMatchObject({
      currentValue: '5',
      dateFired: expect.any(Date),
    });

    await started().pass('24h');
    expect(await client.usage.triggers(daily.sid).fetch()).toMatchObject({ currentValue: '0' });
    await send(3);
    expect(program.askedAt('/usage').map(({ IdempotencyToken = '' }) => IdempotencyToken.slice(-10))).toEqual([
      today,
      tomorrow,
    ]);
    expect(program.forged).toEqual([]);
  });
}
