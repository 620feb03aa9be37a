import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { apiKeyOf } from '../../lib/store/api-key.ts';
import { listPage } from '../../lib/store/list.ts';
import { keyRepresentation } from './key-representation.ts';

export const ListKeys = z.object(pagingParameters);

/** The account's API keys, newest first, under the name that the path's resource gives its list. */
export const listKeys =
  (listName: string) =>
  async ({ parameters, account, uri }: TenantRequest<z.infer<typeof ListKeys>>): Promise<Answer | Refusal> => {
    const page = pageRequest(parameters);
    if (isRefusal(page)) return page;
    const found = await listPage({ index: 'list', partition: `${account.sid}#key`, ...page.place }, page.size);
    const shown = found.items.map((stored) => keyRepresentation(apiKeyOf(stored)));
    return json(pageAnswer(listName, shown, { ...page, next: found.next, previous: found.previous }, uri));
  };
