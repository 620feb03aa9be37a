import * as z from 'zod/mini';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadProfiles } from '../../lib/metering/plan-in-force.ts';
import { profilesRepresentation } from './profile-representation.ts';

export const ListProfiles = z.object({});

/** By which rate plans an account pays, past, present and planned. */
export async function listProfiles({ account }: TenantRequest<unknown>): Promise<Answer> {
  const profiles = await loadProfiles(account.sid);
  return json(profilesRepresentation(account, profiles?.profiles ?? []));
}
