import type { Period } from '../../lib/period/period.ts';

/** An item that is not what was written. `item` is its key in the table, or its name in the bucket. */
export type Finding = {
  readonly kind: 'ledger-line' | 'seal' | 'statement' | 'credit-note';
  readonly item: string;
  readonly problem: string;
};

export type Verified = {
  readonly periods: readonly Period[];
  /** The last period there is: the one that is not closed yet. */
  readonly openPeriod: Period;
  readonly statements: number;
  readonly creditNotes: number;
  readonly seals: number;
  readonly lines: number;
  readonly changed: readonly Finding[];
};
