import type { World } from '../world.ts';

/** Accounts and sub-accounts. */
export async function account({ client }: World): Promise<void> {
  const created = await client.api.v2010.accounts.create({ friendlyName: 'Sub-account' });
  await client.api.v2010.accounts(created.sid).fetch();
  await client.api.v2010.accounts.list({ limit: 5 });
  await client.api.v2010.accounts(created.sid).update({ friendlyName: 'Renamed', status: 'suspended' });
}
