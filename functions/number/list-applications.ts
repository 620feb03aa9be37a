import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalText } from '../../lib/http/parameter.ts';
import { applicationOf } from '../../lib/store/application.ts';
import { listPage } from '../../lib/store/list.ts';
import { applicationRepresentation } from './application-representation.ts';

export const ListApplications = z.object({ FriendlyName: optionalText(64), ...pagingParameters });

/** The account's applications, newest first; those of a name, where one is given. */
export async function listApplications({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof ListApplications>>): Promise<Answer | Refusal> {
  const page = pageRequest(parameters);
  if (isRefusal(page)) return page;
  const { FriendlyName: name } = parameters;
  const found = await listPage(
    { index: 'list', partition: `${account.sid}#application`, ...page.place },
    page.size,
    (stored) => name === undefined || applicationOf(stored).friendlyName === name,
  );
  const shown = found.items.map((stored) => applicationRepresentation(applicationOf(stored)));
  return json(pageAnswer('applications', shown, { ...page, next: found.next, previous: found.previous }, uri));
}
