import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadApplicationOf, putChangedApplication } from '../../lib/store/application.ts';
import { commit } from '../../lib/store/commit.ts';
import { revised } from '../../lib/store/revision.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { applicationGiven, applicationSettings } from './application-parameters.ts';
import { applicationRepresentation } from './application-representation.ts';

export const UpdateApplication = z.object({ Sid: z.string(), ...applicationSettings });

/** Changes an application, and with it all that refers to it: the next call or message asks the new URLs. */
export async function updateApplication({
  parameters,
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof UpdateApplication>>): Promise<Answer | Refusal> {
  const changes = applicationGiven(parameters);
  return untilCommitted(parameters.Sid, async () => {
    const application = await loadApplicationOf(account.sid, parameters.Sid);
    if (application === undefined) return refuse(20404, uri.path);
    if (Object.keys(changes).length === 0) return json(applicationRepresentation(application));
    const changed = { ...changes, updatedAt: now };
    const result = await commit([putChangedApplication(application, changed)]);
    return result === 'lost' ? result : json(applicationRepresentation(revised(application, changed)));
  });
}
