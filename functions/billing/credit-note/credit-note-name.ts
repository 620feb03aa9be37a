import type { Period } from '../../../lib/period/period.ts';

/** What a credit note is called in paths: the statement's period, and which of its notes. */
export type CreditNoteName = { readonly period: Period; readonly sequence: number };

export const namePattern = String.raw`\d{4}-(0[1-9]|1[0-2])-CN[1-9]\d{0,3}`;

/** `2026-11-CN1` */
export const nameOfCreditNote = ({ period, sequence }: CreditNoteName): string => `${period}-CN${sequence}`;

/** The reverse; undefined for what is no such name. */
export function creditNoteNamed(name: string): CreditNoteName | undefined {
  if (!new RegExp(`^${namePattern}$`).test(name)) return undefined;
  const [period = '', sequence = ''] = name.split('-CN');
  return { period, sequence: Number.parseInt(sequence, 10) };
}

/** Which note of its statement a credit note's number names: 2 for `…-CN2`. */
export const sequenceIn = (number: string): number => Number.parseInt(number.split('-CN').at(-1) ?? '0', 10);
