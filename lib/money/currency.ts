import { divideHalfAway, formatNano, type Nano, nano } from './nano.ts';

/** Digits of the minor unit by ISO 4217 (list one), for the currencies that an account may have. */
const exponents = {
  AED: 2,
  AUD: 2,
  BHD: 3,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLP: 0,
  CNY: 2,
  CZK: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  HUF: 2,
  ILS: 2,
  INR: 2,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  MXN: 2,
  NOK: 2,
  NZD: 2,
  OMR: 3,
  PLN: 2,
  RON: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TND: 3,
  TRY: 2,
  TWD: 2,
  USD: 2,
  VND: 0,
  ZAR: 2,
} as const;

export type Currency = keyof typeof exponents;

export const currencies = Object.keys(exponents) as Currency[];

export const isCurrency = (code: string): code is Currency => Object.hasOwn(exponents, code);

export const exponentOf = (currency: Currency): number => exponents[currency];

/** The nano-units of 1. */
const one = 10n ** 9n;

const nanoPerMinor = (currency: Currency): bigint => 10n ** BigInt(9 - exponents[currency]);

/** What is paid and what is left: `amount = payable + remainder`, the remainder at most half a minor unit either way. */
export interface Rounded {
  /** A whole number of minor units (cents), written in nano-units. */
  readonly payable: Nano;
  readonly remainder: Nano;
}

/** Rounds half away from zero to the currency's minor unit. Once a statement, never a line (billing.md, rule 10). */
export function roundToMinor(amount: Nano, currency: Currency): Rounded {
  const unit = nanoPerMinor(currency);
  const payable = nano(divideHalfAway(amount, unit) * unit);
  return { payable, remainder: nano(amount - payable) };
}

/** An amount with at least the digits of its currency: `5.00`, `0.013`, `-12`. */
export const formatAmount = (amount: Nano, currency: Currency): string => formatNano(amount, exponents[currency]);

/** A share in per cent (`percent` = 19 for 19 %), rounded half away from zero to the minor unit, once. */
export function percentOf(amount: Nano, percent: Nano, currency: Currency): Nano {
  const unit = nanoPerMinor(currency);
  return nano(divideHalfAway(amount * percent, 100n * one * unit) * unit);
}
