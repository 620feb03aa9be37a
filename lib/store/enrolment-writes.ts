import type { Account } from './account.ts';
import type { Write } from './commit.ts';

/** What is written in the transaction that enrols an account, beside the account itself. */
export const enrolmentWrites = (_account: Account): Write[] => [];
