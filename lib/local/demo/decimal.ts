const digits = 9;
const scale = 10n ** BigInt(digits);

/** Nano-units of a decimal text with at most nine decimals: `0.013` → 13000000. */
export function nanoOf(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.');
  const nano = BigInt(whole + fraction.padEnd(digits, '0'));
  return decimal.startsWith('-') ? -nano : nano;
}

/** All nine decimals, so that amounts stand under one another: `0.013000000`. */
export function decimalOf(nano: bigint): string {
  const absolute = nano < 0n ? -nano : nano;
  return `${nano < 0n ? '-' : ''}${absolute / scale}.${String(absolute % scale).padStart(digits, '0')}`;
}
