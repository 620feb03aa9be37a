import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { commit } from '../../lib/store/commit.ts';
import { putChangedNumber } from '../../lib/store/number.ts';
import { revised } from '../../lib/store/revision.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { loadNumberInUse } from './fetch-number.ts';
import { applicationObjection, numberSettings, settingsGiven } from './number-parameters.ts';
import { numberRepresentation } from './representation.ts';

export const UpdateNumber = z.object({ Sid: z.string(), ...numberSettings });

/** Changes where a number's calls and messages are brought. The carrier knows nothing of it: it asks us each time. */
export async function updateNumber({
  parameters,
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof UpdateNumber>>): Promise<Answer | Refusal> {
  if (account.status !== 'active') return refuse(20005, account.status);
  const objection = await applicationObjection(account.sid, parameters);
  if (objection !== undefined) return objection;
  const changes = settingsGiven(parameters);
  return untilCommitted(parameters.Sid, async () => {
    const number = await loadNumberInUse(account.sid, parameters.Sid);
    if (number === undefined) return refuse(20404, uri.path);
    if (Object.keys(changes).length === 0) return json(numberRepresentation(number));
    const changed = { ...changes, updatedAt: now };
    const result = await commit([putChangedNumber(number, changed)]);
    return result === 'lost' ? result : json(numberRepresentation(revised(number, changed)));
  });
}
