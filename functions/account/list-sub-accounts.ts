import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageRequest, pageToken, pagingParameters } from '../../lib/http/paging.ts';
import { named, nextPageUri } from '../../lib/http/schema.ts';
import { accountOf } from '../../lib/store/account.ts';
import { listPage } from '../../lib/store/list.ts';
import { ListedAccount, listedAccountRepresentation } from './representation.ts';

const { PageSize, PageToken } = pagingParameters;
export const ListSubAccounts = z.object({ PageSize, PageToken });

export const SubAccountList = named(
  'SubAccountList',
  z.object({ Accounts: z.array(ListedAccount), NextPageUri: nextPageUri() }),
);

/** The accounts right under an account, newest first. Twilio's list is the caller's own only. */
export async function listSubAccounts({
  account,
  parameters,
  uri,
}: TenantRequest<z.infer<typeof ListSubAccounts>>): Promise<Answer | Refusal> {
  const page = pageRequest(parameters);
  if (isRefusal(page)) return page;
  const listing = { index: 'list', partition: `${account.sid}#account`, ...page.place } as const;
  const { items, next } = await listPage(listing, page.size);
  const answer: z.input<typeof SubAccountList> = {
    Accounts: items.map((stored) => listedAccountRepresentation(accountOf(stored))),
    NextPageUri:
      next === undefined ? null : `${uri.path}?PageSize=${page.size}&PageToken=${pageToken({ after: next })}`,
  };
  return json(answer);
}
