import type { World } from '../world.ts';

/** What an account has. */
export async function balance({ client }: World): Promise<void> {
  await client.balance.fetch();
}
