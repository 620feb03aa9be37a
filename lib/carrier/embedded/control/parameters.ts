import * as z from 'zod';
import { isE164 } from '../network/e164.ts';

export const E164 = z.string().refine(isE164, 'must be a number such as +14155550100');

/** A regular expression, in JavaScript's dialect. */
export const Pattern = z.string().refine(isPattern, 'must be a regular expression');

/** How long an answer may wait, in real time, for what was asked for. */
export const WaitSeconds = z.coerce.number().min(0).max(60);

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
