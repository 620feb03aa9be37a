import type { Account } from '../store/account.ts';

/** The operator to whom an account belongs, over as many parents as stand between. Throws where it belongs to none. */
export async function operatorOf(
  account: Account,
  load: (sid: string) => Promise<Account | undefined>,
): Promise<Account> {
  let found = account;
  while (found.role !== 'operator') {
    const parent = found.parentSid === undefined ? undefined : await load(found.parentSid);
    if (parent === undefined) throw new Error(`${found.sid} belongs to no operator.`);
    found = parent;
  }
  return found;
}
