/** An event pattern as Lambda's filterPatterns have it: at each leaf a list of alternatives. */
export type FilterPattern = { readonly [key: string]: FilterPattern | readonly Alternative[] };
type Alternative = string | number | boolean | null | { readonly prefix: string } | { readonly exists: boolean };

/** Whether an event matches one of a consumer's patterns; without any, all do. Throws on an operator that is not known here. */
export const matchesAny = (patterns: readonly FilterPattern[], event: unknown): boolean =>
  patterns.length === 0 || patterns.some((pattern) => matches(pattern, event));

function matches(pattern: FilterPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    const found = isRecord(event) ? event[key] : undefined;
    return isAlternatives(expected)
      ? expected.some((alternative) => agrees(alternative, found))
      : matches(expected, found);
  });
}

function agrees(alternative: Alternative, found: unknown): boolean {
  if (typeof alternative !== 'object' || alternative === null) return found === alternative;
  if ('prefix' in alternative) return typeof found === 'string' && found.startsWith(alternative.prefix);
  if ('exists' in alternative) return alternative.exists === (found !== undefined);
  throw new Error(`A filter pattern's operator is not known on one machine: ${JSON.stringify(alternative)}`);
}

const isAlternatives = (value: FilterPattern[string]): value is readonly Alternative[] => Array.isArray(value);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
