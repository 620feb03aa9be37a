import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { injectFaults } from '../../reliability/storm/faults.ts';
import { dyingAfter } from '../store/fault.ts';
import { seeded } from './stream.ts';
import { messageIn, startUsage, type UsagePlatform } from './triggers.ts';

let usage: UsagePlatform;
beforeAll(async () => {
  usage = await startUsage();
});
afterAll(() => usage.end());

// Guarantee: however many uses cross a trigger's value at one instant, however often they and the checks are delivered, and
// whatever the table does in between, its URL is told once, and again once in the next period.
test('200 uses cross at once', async () => {
  const seed = 20261124;
  const random = seeded(seed);
  const tenant = await usage.enrol();
  const sub = await usage.enrol(tenant, 'Sub-account');
  const daily = await usage.made(tenant, { TriggerValue: '60', Recurring: 'daily' });
  const once = await usage.made(tenant, { TriggerValue: '60' });
  const faults = injectFaults(usage.dynamo, random);
  const storm = async () => {
    const uses = Array.from({ length: 200 }, (_, index) => messageIn(index % 2 === 0 ? tenant : sub, usage.now()));
    const untilRated = async (index: number) => {
      const use = uses.slice(index, index + 1);
      for (let round = 0; round < 50 && (await usage.rate(use)) > 0; round += 1);
      await usage.rate(use);
    };
    // Checks run while usage is rated, several at once.
    let rated = false;
    const untilChecked = async () => {
      while (!rated) await usage.check(tenant);
    };
    const checks = [untilChecked(), untilChecked(), untilChecked()];
    await Promise.all(uses.map((_, index) => untilRated(index)));
    rated = true;
    await Promise.all(checks);
    while ((await usage.check(tenant)) > 0);
  };
  await storm();
  expect(await usage.told(daily)).toHaveLength(1);
  usage.turnClock(1);
  await storm();
  usage.turnClock(0);
  faults.remove();
  const asked = (await usage.items()).find(({ PK, SK }) => PK === `TRI#${tenant.sid}` && SK === 'WATCH')?.['asked'];
  console.log(
    `trigger storm: 2 periods, 200 uses each, ${asked} checks, faults ${JSON.stringify(faults.counts)}, seed ${seed}: ` +
      `${(await usage.told(daily)).length} callbacks of the daily trigger, ${(await usage.told(once)).length} of the other`,
  );
  expect(await usage.told(daily)).toHaveLength(2);
  expect(await usage.told(once)).toHaveLength(1);
  const { deaths, ...failures } = faults.counts;
  expect(deaths).toBe(0);
  expect(Object.values(failures).every((count) => count > 10)).toBe(true);
});

// Guarantee: wherever rating or a check dies, the same usage delivered again ends as if nothing had happened: one callback.
test('death at each request', async () => {
  const tenant = await usage.enrol();
  const sub = await usage.enrol(tenant, 'Sub-account');
  let deaths = 0;
  /** Does it with a death after so many requests, then again without. Whether it died. */
  const dying = async (requests: number, act: () => Promise<unknown>): Promise<boolean> => {
    const heal = await dyingAfter(requests);
    await act().catch(() => undefined);
    const died = heal();
    if (died) await act();
    deaths += died ? 1 : 0;
    return died;
  };
  for (let requests = 0; ; requests += 1) {
    const sid = await usage.made(tenant, { TriggerValue: '+1' });
    await usage.check(tenant);
    const event = messageIn(sub, usage.now());
    const rating = await dying(requests, () => usage.rate([event]));
    const checking = await dying(requests, async () => {
      if ((await usage.check(tenant)) > 0) throw new Error('again');
    });
    await usage.check(tenant);
    expect({ requests, told: (await usage.told(sid)).length }).toEqual({ requests, told: 1 });
    await usage.triggers(tenant, 'DELETE', `/${sid}.json`);
    if (!rating && !checking) break;
  }
  console.log(`died ${deaths} times, each at another request of rating or checking: one callback each`);
  expect(deaths).toBeGreaterThan(10);
});
