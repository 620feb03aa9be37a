import * as z from 'zod/mini';
import { holdSecondsDefault, paymentModes, type Terms } from '../../lib/balance/terms.ts';
import type { TopUp } from '../../lib/balance/top-up.ts';
import { amount, currencyCode, instant, named, nextPageUri, sidOf } from '../../lib/http/schema.ts';
import { type Currency, formatAmount, isCurrency } from '../../lib/money/currency.ts';
import { type Nano, nano, subtract } from '../../lib/money/nano.ts';
import type { Account } from '../../lib/store/account.ts';
import { type CurrentBalance, lastModeOf } from './current-balance.ts';

export const BalanceAnswer = named(
  'Balance',
  z.object({
    AccountSid: sidOf('AC'),
    Mode: z.enum(paymentModes),
    Since: z
      .nullable(instant())
      .check(z.meta({ description: 'From when uses are paid so; null where it was always so' })),
    PaidBy: z
      .nullable(sidOf('AC'))
      .check(z.meta({ description: 'Whose balance pays: its own, or its parent’s; null where a statement asks' })),
    Currency: currencyCode(),
    Balance: amount().check(
      z.meta({
        description: 'What may still be used; where a statement asks, what the open period has come to, negative',
      }),
    ),
    Held: amount().check(
      z.meta({ description: 'Of the balance, what is kept back for calls and messages that are going on' }),
    ),
    Available: z
      .nullable(amount())
      .check(
        z.meta({ description: 'The balance less what is held: what a new use may cost; null where a statement asks' }),
      ),
    ToppedUp: amount(),
    Spent: amount().check(z.meta({ description: 'From the top-ups if prepaid, else in the open period' })),
    Cap: z.nullable(amount()),
    HoldSeconds: z.int().check(
      z.meta({
        description: 'For so many seconds at a time a call’s money is kept back, and extended while the call lives',
      }),
    ),
    Period: z.string(),
  }),
);

/** An amount in an account's currency. */
export const moneyOf = (account: Account, sum: Nano): string => {
  const currency: Currency = isCurrency(account.currency) ? account.currency : 'USD';
  return formatAmount(sum, currency);
};

/** A balance as `/v1` answers it. */
export const balanceRepresentation = (
  account: Account,
  terms: Terms,
  current: CurrentBalance,
): z.input<typeof BalanceAnswer> => ({
  AccountSid: account.sid,
  Mode: current.mode,
  Since: lastModeOf(terms) === undefined ? null : new Date(lastModeOf(terms)?.from ?? 0).toISOString(),
  PaidBy: current.paidBy ?? null,
  Currency: account.currency,
  Balance: moneyOf(account, current.balance),
  Held: moneyOf(account, current.held),
  Available: current.mode === 'postpaid' ? null : moneyOf(account, subtract(current.balance, current.held)),
  ToppedUp: moneyOf(account, current.toppedUp),
  Spent: moneyOf(account, current.spent),
  Cap: current.mode === 'capped' && terms.cap !== undefined ? moneyOf(account, nano(BigInt(terms.cap))) : null,
  HoldSeconds: terms.holdSeconds ?? holdSecondsDefault,
  Period: current.period,
});

export const TopUpAnswer = named(
  'TopUp',
  z.object({
    Sid: sidOf('TU'),
    AccountSid: sidOf('AC'),
    Amount: amount(),
    Currency: currencyCode(),
    Note: z.string(),
    CreatedAt: instant(),
  }),
);

export const TopUpList = z.object({ TopUps: z.array(TopUpAnswer), NextPageUri: nextPageUri() });

/** A top-up as `/v1` answers it. */
export const topUpRepresentation = (account: Account, topUp: TopUp): z.input<typeof TopUpAnswer> => ({
  Sid: topUp.sid,
  AccountSid: account.sid,
  Amount: moneyOf(account, topUp.amount),
  Currency: account.currency,
  Note: topUp.note ?? '',
  CreatedAt: new Date(topUp.createdAt).toISOString(),
});
