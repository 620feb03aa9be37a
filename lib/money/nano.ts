declare const nanoUnits: unique symbol;

/** An amount of money in 1e-9 of its currency's unit, exact. The currency stands beside it, never inside it. */
export type Nano = bigint & { readonly [nanoUnits]: true };

const digits = 9;
const scale = 10n ** BigInt(digits);
const decimalPattern = /^(-?)(\d{1,18})(?:\.(\d+))?$/;

/** Marks a whole number of nano-units as money. */
export const nano = (units: bigint): Nano => units as Nano;

export const zero: Nano = nano(0n);

export type ParsedNano = { readonly nano: Nano } | { readonly fault: string };

/**
 * Reads a decimal text such as `0.0130` or `-2` exactly. The fault names what is wrong, to be put behind the field's name:
 * no exponent, no thousands separator, at most 18 digits before the point and 9 after it (zeros behind those are welcome).
 */
export function parseNano(text: string): ParsedNano {
  const match = decimalPattern.exec(text);
  if (match === null) return { fault: `"${text}" is not a decimal number such as 0.0130` };
  const [, sign = '', whole = '', fraction = ''] = match;
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > digits) return { fault: `"${text}" has more than ${digits} decimals` };
  const units = BigInt(whole) * scale + BigInt(significant.padEnd(digits, '0'));
  return { nano: nano(sign === '-' ? -units : units) };
}

/** The same for a text that our own code wrote. Throws a RangeError: a fault here is a defect. */
export function nanoOf(text: string): Nano {
  const parsed = parseNano(text);
  if ('fault' in parsed) throw new RangeError(parsed.fault);
  return parsed.nano;
}

/** Writes an amount in full, without trailing zeros beyond `decimals`: `0.013`, and with 2 decimals `5.00`. */
export function formatNano(amount: Nano, decimals = 0): string {
  const absolute = amount < 0n ? -amount : amount;
  const whole = absolute / scale;
  const fraction = (absolute % scale).toString().padStart(digits, '0').replace(/0+$/, '').padEnd(decimals, '0');
  return `${amount < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

export const add = (left: Nano, right: Nano): Nano => nano(left + right);
export const subtract = (left: Nano, right: Nano): Nano => nano(left - right);
export const negate = (amount: Nano): Nano => nano(-amount);

export function sum(amounts: Iterable<Nano>): Nano {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return nano(total);
}

/** `dividend / divisor`, to the nearest whole, halves away from zero. Throws a RangeError unless the divisor is positive. */
export function divideHalfAway(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError(`Cannot divide by ${divisor}.`);
  const absolute = dividend < 0n ? -dividend : dividend;
  const quotient = (2n * absolute + divisor) / (2n * divisor);
  return dividend < 0n ? -quotient : quotient;
}

/** The part `numerator / denominator` of an amount, to the nearest nano-unit, halves away from zero. */
export const share = (amount: Nano, numerator: bigint, denominator: bigint): Nano =>
  nano(divideHalfAway(amount * numerator, denominator));
