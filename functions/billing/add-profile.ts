import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadProfiles } from '../../lib/metering/plan-in-force.ts';
import { ratePlanVersions } from '../../lib/metering/rate-plan.ts';
import { commit } from '../../lib/store/commit.ts';
import { putChangedProfiles } from '../../lib/store/profiles.ts';
import { microServiceNamed } from '../registry.ts';
import { profilesRepresentation } from './profile-representation.ts';

const profilesMax = 200;

export const AddProfile = z.object({
  /** A micro-service's name, or `*` for all that have no profile of their own. */
  MicroService: z._default(z.string().check(z.maxLength(64), z.meta({ example: 'call' })), '*'),
  Plan: z.string().check(z.maxLength(64), z.meta({ example: 'standard' })),
  /** Now when absent. The past is priced already, and stays as it is. */
  ValidFrom: z.optional(z.iso.datetime()),
});

/** Puts an account, or one of its micro-services, on a rate plan from an instant on. The operator's alone to do. */
export async function addProfile({
  account,
  parameters: { MicroService, Plan, ValidFrom },
  now,
}: TenantRequest<z.infer<typeof AddProfile>>): Promise<Answer | Refusal> {
  if (MicroService !== '*' && microServiceNamed(MicroService) === undefined) {
    return refuse(20001, `MicroService: there is no micro-service ${MicroService}`);
  }
  const validFrom = ValidFrom === undefined ? now : Date.parse(ValidFrom);
  if (validFrom < now) return refuse(20001, `ValidFrom: ${ValidFrom} is over, and its usage is priced`);
  const [versions, profiles] = await Promise.all([ratePlanVersions(Plan), loadProfiles(account.sid)]);
  const [first] = versions;
  if (first === undefined) return refuse(20001, `Plan: there is no rate plan ${Plan}`);
  if (first.document.currency !== account.currency) {
    return refuse(20001, `Plan: ${Plan} is in ${first.document.currency}, the account pays in ${account.currency}`);
  }
  if (profiles === undefined) return refuse(20404, account.sid);
  if (profiles.profiles.length >= profilesMax) return refuse(20001, `an account has at most ${profilesMax} profiles`);
  const changed = [...profiles.profiles, { microService: MicroService, plan: Plan, validFrom }];
  changed.sort((left, right) => left.validFrom - right.validFrom);
  if ((await commit([putChangedProfiles(profiles, changed)])) === 'lost')
    return refuse(20409, 'the profiles were changed at once');
  return json(profilesRepresentation(account, changed), 201);
}
