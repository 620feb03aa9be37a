import type { Period } from '../../../lib/period/period.ts';

const sequenceDigits = 4;

/** `<period>#<kind>#<n>`, four digits, so that text order is the order of what is numbered beside a period's statement. */
export const numberedKey = (period: Period, kind: 'CN' | 'RERATED', sequence: number): string =>
  `${period}#${kind}#${String(sequence).padStart(sequenceDigits, '0')}`;
