import type { World } from '../world.ts';

/** Credentials for STUN and TURN servers. */
export async function token({ client }: World): Promise<void> {
  await client.tokens.create();
  await client.tokens.create({ ttl: 60 });
}
