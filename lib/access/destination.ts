import { premiumRates } from './premium-rate.ts';

/** Calling codes of satellite phones, international networks and personal numbers (ITU-T E.164.1): 4 USD a minute and more. */
const satelliteCodes = ['870', '878', '881', '882', '883', '888'];

const callingCodeDigitsMax = 3;

/**
 * Whether an account may reach a number, in E.164, by the prefixes that its settings allow (none: every ordinary one). What
 * is charged at premium rates, and satellite phones, must be named: by a prefix that goes beyond the country's calling
 * code (`+4490`), or has the satellite's whole (`+881`). So toll fraud finds them closed.
 */
export function mayReach(number: string, prefixes: readonly string[]): boolean {
  const costly = costlyCodeOf(number);
  if (costly === undefined) return prefixes.length === 0 || prefixes.some((prefix) => number.startsWith(prefix));
  return prefixes.some((prefix) => number.startsWith(prefix) && prefix.length >= costly);
}

/** How many characters name a costly destination at least, `+` included; undefined for an ordinary number. */
function costlyCodeOf(number: string): number | undefined {
  const digits = number.slice(1);
  const satellite = satelliteCodes.find((code) => digits.startsWith(code));
  if (satellite !== undefined) return 1 + satellite.length;
  for (let length = 1; length <= callingCodeDigitsMax; length += 1) {
    const pattern = premiumRates[digits.slice(0, length)];
    if (pattern !== undefined && new RegExp(`^(?:${pattern})`).test(digits.slice(length))) return 1 + length + 1;
  }
  return undefined;
}
