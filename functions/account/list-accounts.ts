import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalText } from '../../lib/http/parameter.ts';
import { type Account, accountOf } from '../../lib/store/account.ts';
import { timeKey } from '../../lib/store/due.ts';
import { listPage } from '../../lib/store/list.ts';
import { accountRepresentations } from './representation.ts';

export const ListAccounts = z.object({
  FriendlyName: optionalText(64),
  Status: z.optional(z.enum(['active', 'suspended', 'closed'])),
  ...pagingParameters,
});
type Filters = z.infer<typeof ListAccounts>;

/** The caller's accounts, newest first, and at the end the caller itself, as Twilio has it. */
export async function listAccounts({ parameters, caller, uri }: TenantRequest<Filters>): Promise<Answer | Refusal> {
  const page = pageRequest(parameters);
  if (isRefusal(page)) return page;
  const matches = (account: Account) => matchesFilters(account, parameters);
  const found = await listPage(
    { index: 'list', partition: `${caller.sid}#account`, ...page.place },
    page.size,
    (stored) => matches(accountOf(stored)),
  );
  const accounts = found.items.map(accountOf);
  const { shown, next } = withCaller(accounts, found.next, matches(caller) ? caller : undefined, page.size);
  return json(
    pageAnswer('accounts', await accountRepresentations(shown), { ...page, next, previous: found.previous }, uri),
  );
}

/** The caller stands behind its youngest account's last page, on a page of its own where that one is full. */
function withCaller(accounts: Account[], next: string | undefined, caller: Account | undefined, size: number) {
  if (next !== undefined || caller === undefined) return { shown: accounts, next };
  const last = accounts.at(-1);
  if (last === undefined || accounts.length < size) return { shown: [...accounts, caller], next: undefined };
  return { shown: accounts, next: `${timeKey(last.createdAt)}#${last.sid}` };
}

const matchesFilters = (account: Account, { FriendlyName, Status }: Filters): boolean =>
  (FriendlyName === undefined || account.friendlyName === FriendlyName) &&
  (Status === undefined || account.status === Status);
