import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { type Account, AccountEntity, type AccountStatus } from '../store/account.ts';
import { loadApiKey } from '../store/api-key.ts';
import { isSid } from '../store/sid.ts';
import { remembered } from './remembered.ts';
import { sameSecret } from './same-secret.ts';
import { hashOf, open } from './secret.ts';

// Suspending an account takes effect within 5 s.
const staleForMilliseconds = 5_000;

/** An account as it is in the table now. */
export async function loadAccount(sid: string): Promise<Account | undefined> {
  const { Item } = await AccountEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item;
}

/** An account as it was at most 5 s ago; undefined when there is none. */
export const knownAccount = remembered(loadAccount, { forMilliseconds: staleForMilliseconds });

/** Whether an account may act: what is suspended or closed takes its sub-accounts with it. */
export async function statusOf(account: Account): Promise<AccountStatus> {
  if (account.status !== 'active' || account.parentSid === undefined) return account.status;
  const parent = await knownAccount(account.parentSid);
  if (parent === undefined) throw new Error(`${account.sid} has a parent that is not there`);
  return parent.status;
}

/** The account's auth token, in the clear: to sign what we send to its program. */
export const authTokenOf = (account: Account): Promise<string> => open(account.authTokenSealed, account.sid);

/** Who is asking, and by what: the account's own token, which may everything, or one of its API keys. */
export type Caller = { readonly account: Account; readonly by: 'token' | 'key' };

/** Who is asking: the account whose token, or whose API key's secret, was given. */
export async function authenticate(authorization: string | undefined): Promise<Caller | undefined> {
  const { user, password } = basicCredentials(authorization) ?? { user: '', password: '' };
  if (isSid('SK', user)) return byKey(user, password);
  const account = isSid('AC', user) ? await knownAccount(user) : undefined;
  if (account === undefined) return undefined;
  return sameSecret(password, await authTokenOf(account)) ? { account, by: 'token' } : undefined;
}

async function byKey(sid: string, secret: string): Promise<Caller | undefined> {
  const key = await knownApiKey(sid);
  if (key === undefined || !sameSecret(hashOf(secret), key.secretHash)) return undefined;
  const account = await knownAccount(key.accountSid);
  return account && { account, by: 'key' };
}

/** A key as it was at most 5 s ago: a revoked one is refused everywhere within that time. */
const knownApiKey = remembered(loadApiKey, { forMilliseconds: staleForMilliseconds });

/**
 * The account that a request acts for: its own, a sub-account of it, or any for the operator. Undefined for every
 * other, whether it exists or not: a caller cannot find out.
 */
export async function actingFor(caller: Account, sid: string): Promise<Account | undefined> {
  if (sid === caller.sid) return caller;
  if (!isSid('AC', sid)) return undefined;
  const account = await knownAccount(sid);
  if (account === undefined) return undefined;
  return account.parentSid === caller.sid || caller.role === 'operator' ? account : undefined;
}

/** Basic credentials of an Authorization header (RFC 7617); undefined when it has none or they are malformed. */
export function basicCredentials(header: string | undefined): { user: string; password: string } | undefined {
  const match = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? '');
  if (match?.[1] === undefined) return undefined;
  const text = Buffer.from(match[1], 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
