import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import type { Account, AccountStatus } from '../../lib/store/account.ts';

/** What is asked for; undefined: stays as it is. */
export type Wish = { readonly friendlyName: string | undefined; readonly status: AccountStatus | undefined };

/** What changes of an account. */
export type AccountChange = { readonly friendlyName?: string; readonly status?: AccountStatus };

/**
 * Decides a change of `account` by `caller`, the account whose credentials were given. A status is changed by the
 * parent or the operator, never by the account itself (20006); closed is final (21479). What is so already is no change.
 */
export function decideAccountChange(account: Account, callerSid: string, wish: Wish): AccountChange | Refusal {
  const renamed = wish.friendlyName !== undefined && wish.friendlyName !== account.friendlyName;
  const moved = wish.status !== undefined && wish.status !== account.status;
  if (!renamed && !moved) return {};
  if (account.status === 'closed') return refuse(21479);
  if (moved && callerSid === account.sid) return refuse(20006, 'an account cannot change its own status');
  return {
    ...(renamed && { friendlyName: wish.friendlyName }),
    ...(moved && { status: wish.status }),
  };
}
