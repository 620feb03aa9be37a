import type { IntendedUse } from '../balance/reserve.ts';
import type { Meter } from '../metering/meter.ts';
import type { Account } from '../store/account.ts';

/** A use that is to be let in, and what its units are, for people. */
export type LimitedUse = IntendedUse & { readonly unit: Meter['unit'] };

/** An account as far as its limits go. */
export type Owner = Pick<Account, 'sid' | 'zone' | 'currency'>;
