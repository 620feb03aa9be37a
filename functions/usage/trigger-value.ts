import { type Nano, nano, parseNano } from '../../lib/money/nano.ts';
import type { Figures } from './figures.ts';
import type { Trigger } from './trigger.ts';

/** The figure of a Usage Record that a trigger watches. */
export const watched = (figures: Figures, field: Trigger['triggerBy']): Nano => figures[field] ?? nano(0n);

export type ParsedValue =
  | { readonly value: Nano; readonly relative: boolean }
  /** What is wrong, to be put behind the parameter's name. */
  | { readonly fault: string };

/** Reads a `TriggerValue`: an absolute one such as `1000` or `0.5`, or one such as `+30`, relative to what is used now. */
export function parseTriggerValue(text: string): ParsedValue {
  const relative = text.startsWith('+');
  const parsed = parseNano(relative ? text.slice(1) : text);
  if ('fault' in parsed) return parsed;
  return parsed.nano > 0n ? { value: parsed.nano, relative } : { fault: `"${text}" is not positive` };
}
