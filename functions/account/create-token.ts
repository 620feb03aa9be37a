import * as z from 'zod/mini';
import { environment } from '../../lib/environment/environment.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { rfc2822 } from '../../lib/http/date.ts';
import { optionalInteger } from '../../lib/http/parameter.ts';
import { iceServers, turnCredentials } from './ice-server.ts';

/** Twilio's default, and its longest: a day. */
const ttlSecondsMax = 86_400;

/** Twilio's parameter (CreateToken): how many seconds the credentials are good for. */
export const CreateToken = z.object({ Ttl: optionalInteger(1, ttlSecondsMax) });

/**
 * Makes credentials for the deployment's STUN and TURN servers (docs/ice-servers.md). Nothing of them is kept: the TURN server checks them by the
 * secret that it shares with the deployment. Without TURN there is neither a name nor a password.
 */
export async function createToken({
  parameters: { Ttl = ttlSecondsMax },
  account,
  now,
}: TenantRequest<z.infer<typeof CreateToken>>): Promise<Answer | Refusal> {
  if (account.status !== 'active') return refuse(20005, account.status);
  const { urls, turnSecret } = environment().iceServers;
  const expiresAtSeconds = Math.floor(now / 1_000) + Ttl;
  const credentials = turnSecret === undefined ? undefined : turnCredentials(turnSecret, account.sid, expiresAtSeconds);
  return created({
    account_sid: account.sid,
    username: credentials?.username ?? null,
    password: credentials?.password ?? null,
    ttl: String(Ttl),
    ice_servers: iceServers(urls, credentials),
    date_created: rfc2822(now),
    date_updated: rfc2822(now),
  });
}
