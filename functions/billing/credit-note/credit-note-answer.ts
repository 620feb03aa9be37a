import * as z from 'zod/mini';
import { amount, currencyCode, instant, named, sidOf } from '../../../lib/http/schema.ts';
import { party, sha256 } from '../statement-answer.ts';

const changed = { Was: amount(), Now: amount(), Credit: amount() };

/** What a credit note's JSON says (lib/statement/credit-note/credit-note-document.ts). */
export const CreditNoteAnswer = named(
  'CreditNote',
  z.object({
    Number: z.string(),
    IssuedOn: z.iso.date(),
    Operator: z.object(party),
    Account: z.object({ Sid: sidOf('AC'), ...party }),
    Currency: currencyCode(),
    Statement: z.object({
      Number: z.string(),
      Sha256: sha256(),
      Period: z.object({ Name: z.string(), Zone: z.string(), StartsAt: instant(), EndsAt: instant() }),
      Payable: amount(),
    }),
    Reason: z.string(),
    Repricing: z.nullable(z.object({ PricesAsOf: instant(), Since: z.nullable(instant()) })),
    Lines: z.array(
      z.object({
        AccountSid: sidOf('AC'),
        Id: z.string(),
        Day: z.iso.date(),
        MicroService: z.string(),
        Meter: z.string(),
        Prefix: z.nullable(z.string()),
        Plan: z.nullable(z.string()),
        Version: z.nullable(z.int()),
        Tier: z.optional(z.string()),
        Profile: z.nullable(z.string()),
        ...changed,
      }),
    ),
    Adjustments: z.array(
      z.object({
        AccountSid: z.nullable(sidOf('AC')),
        Kind: z.string(),
        Meter: z.nullable(z.string()),
        Plan: z.string(),
        Version: z.int(),
        Tier: z.optional(z.string()),
        ...changed,
      }),
    ),
    EarlierReratings: amount(),
    Total: amount(),
    ReturnedToBalance: amount(),
    Net: amount(),
    CarriedOut: amount(),
    Taxes: z.array(z.object({ Name: z.string(), Rate: z.string(), Amount: amount() })),
    Payable: amount(),
    PreviousNumber: z.nullable(z.string()),
    PreviousSha256: sha256(),
  }),
);
