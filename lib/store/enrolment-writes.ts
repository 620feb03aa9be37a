import { putNewBillingDue } from '../metering/billing-due.ts';
import type { Account } from './account.ts';
import type { Write } from './commit.ts';

/** What is written in the transaction that enrols an account, beside the account itself. The operator is not billed. */
export const enrolmentWrites = (account: Account): Write[] =>
  account.role === 'operator' ? [] : [putNewBillingDue(account)];
