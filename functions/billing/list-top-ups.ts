import * as z from 'zod/mini';
import { topUpList, topUpOf } from '../../lib/balance/top-up.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageRequest, pageToken, pagingParameters } from '../../lib/http/paging.ts';
import { listPage } from '../../lib/store/list.ts';
import { topUpRepresentation } from './balance-representation.ts';

const { PageSize, PageToken } = pagingParameters;
export const ListTopUps = z.object({ PageSize, PageToken });

/** What an account has topped up, the latest first. */
export async function listTopUps({
  account,
  parameters,
  uri,
}: TenantRequest<z.infer<typeof ListTopUps>>): Promise<Answer | Refusal> {
  const page = pageRequest(parameters);
  if (isRefusal(page)) return page;
  const listing = { index: 'list', partition: topUpList(account.sid), ...page.place } as const;
  const { items, next } = await listPage(listing, page.size);
  return json({
    TopUps: items.map((stored) => topUpRepresentation(account, topUpOf(stored))),
    NextPageUri:
      next === undefined ? null : `${uri.path}?PageSize=${page.size}&PageToken=${pageToken({ after: next })}`,
  });
}
