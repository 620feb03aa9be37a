import { environment } from '../environment/environment.ts';
import type { Account } from '../store/account.ts';
import { knownAccount } from './account-access.ts';
import { strictest } from './precedence.ts';

/**
 * How many requests a second an account may make: the strictest of what the operator set for it, what it set for the
 * account's parent, which hands it down, and what holds for everybody (`REQUESTS_PER_SECOND`).
 */
export async function requestsPerSecondOf(account: Account): Promise<number> {
  const parent = account.parentSid === undefined ? undefined : await knownAccount(account.parentSid);
  return strictest({
    account: account.requestsPerSecond,
    parent: parent?.requestsPerSecond,
    builtIn: environment().requestsPerSecond,
  });
}
