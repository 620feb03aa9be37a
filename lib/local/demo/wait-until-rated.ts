import { setTimeout as after } from 'node:timers/promises';
import type { Tenants } from './enrol-tenants.ts';
import { expectedUses } from './expected-uses.ts';
import { tenants as script, tenantKeys } from './tenants.ts';

const pollMilliseconds = 100;
const patienceMilliseconds = 20_000;

/**
 * Waits until each tenant's Usage Records count as many uses as the script has. Throws with the meters that lack some
 * when they have not come in 20 s.
 */
export async function waitUntilRated(tenants: Tenants, show: (text: string) => void): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds;
  for (;;) {
    const lacking = await lackingUses(tenants);
    if (lacking.length === 0) return;
    if (performance.now() > deadline) throw new Error(`Not everything was metered and rated:\n${lacking.join('\n')}`);
    show(lacking[0] ?? '');
    await after(pollMilliseconds);
  }
}

async function lackingUses(tenants: Tenants): Promise<string[]> {
  const uses = expectedUses();
  const found = await Promise.all(
    tenantKeys.map(async (key) => {
      const records = await tenants[key].client.usage.records.list();
      return records.flatMap(({ category, count }) => {
        const expected = uses.filter(({ tenant, meter }) => tenant === key && meter === category).length;
        const missing = expected - Number(count ?? 0);
        return missing > 0 ? [`${script[key].name}: ${missing} of ${expected} uses of ${category} are not rated`] : [];
      });
    }),
  );
  return found.flat();
}
