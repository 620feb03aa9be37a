import type * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { deleteApplicationItem, loadApplicationOf } from '../../lib/store/application.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import type { ApplicationPath } from './fetch-application.ts';

/** Deletes an application. A number that still names it is answered by its own URLs again. */
export async function deleteApplication({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof ApplicationPath>>): Promise<Answer | Refusal> {
  return untilCommitted(parameters.Sid, async () => {
    const application = await loadApplicationOf(account.sid, parameters.Sid);
    if (application === undefined) return refuse(20404, uri.path);
    const result = await commit([deleteApplicationItem(application)]);
    return result === 'lost' ? result : noContent;
  });
}
