import * as z from 'zod/mini';
import { amount, currencyCode, instant, named, sidOf } from '../../lib/http/schema.ts';

const day = () => z.iso.date();
const wholeNumber = () => z.string().check(z.regex(/^\d+$/));
/** SHA-256 in hexadecimal. */
export const sha256 = () => z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** A party as documents name it. */
export const party = { Name: z.string(), Address: z.array(z.string()), TaxNumber: z.nullable(z.string()) };

const Group = z.object({
  AccountSid: sidOf('AC'),
  MicroService: z.string(),
  Meter: z.string(),
  Unit: z.string(),
  Prefix: z.nullable(z.string()),
  UnitPrice: z.nullable(z.string()),
  Per: z.int(),
  Lines: z.int(),
  Quantity: wholeNumber(),
  BilledUnits: wholeNumber(),
  ConnectionFees: amount(),
  Amount: amount(),
});

const Adjustment = z.object({
  AccountSid: z.nullable(sidOf('AC')),
  Kind: z.string(),
  Meter: z.nullable(z.string()),
  Units: wholeNumber(),
  Plan: z.string(),
  Version: z.int(),
  Amount: amount(),
});

const Correction = z.object({
  AccountSid: sidOf('AC'),
  Id: z.string(),
  Day: day(),
  Corrects: z.string(),
  Reason: z.string(),
  Amount: amount(),
});

const MeterTerms = z.object({
  Meter: z.string(),
  Unit: z.string(),
  Per: z.int(),
  Model: z.string(),
  Tiers: z.array(z.object({ UpTo: z.nullable(z.int()), Price: z.string() })),
  Size: z.nullable(z.int()),
  Price: z.nullable(z.string()),
  Allowance: z.nullable(z.object({ Units: z.int(), Mode: z.string() })),
});

const contents = {
  IssuedOn: day(),
  Final: z.boolean(),
  Operator: z.object(party),
  Account: z.object({ Sid: sidOf('AC'), ...party }),
  Accounts: z.array(z.object({ Sid: sidOf('AC'), Name: z.string(), Lines: z.int(), Amount: amount() })),
  Currency: currencyCode(),
  Period: z.object({ Name: z.string(), Zone: z.string(), StartsAt: instant(), EndsAt: instant() }),
  Plans: z.array(
    z.object({
      AccountSid: sidOf('AC'),
      MicroService: z.string(),
      Plan: z.string(),
      Version: z.int(),
      StartsAt: instant(),
      EndsAt: instant(),
      Overrides: z.optional(
        z.array(z.object({ Meter: z.string(), Prefix: z.nullable(z.string()), Price: z.string() })),
      ),
    }),
  ),
  Terms: z.array(
    z.object({
      Plan: z.string(),
      Version: z.int(),
      Pooled: z.boolean(),
      Commitment: z.nullable(z.string()),
      Discounts: z.optional(z.array(z.object({ Meter: z.nullable(z.string()), Percent: z.string() }))),
      Meters: z.array(MeterTerms),
    }),
  ),
  Groups: z.array(Group),
  Adjustments: z.array(Adjustment),
  Corrections: z.array(Correction),
  UnratedLines: z.int(),
  Days: z.array(z.object({ Day: day(), Lines: z.int(), Amount: amount() })),
  Seals: z.array(
    z.object({
      AccountSid: sidOf('AC'),
      Day: day(),
      Lines: z.int(),
      UnratedLines: z.int(),
      Amount: amount(),
      Sha256: sha256(),
      TimeZoneData: z.string(),
    }),
  ),
  Total: amount(),
  CarriedIn: amount(),
  Net: amount(),
  CarriedOut: amount(),
  Taxes: z.array(z.object({ Name: z.string(), Rate: z.string(), Amount: amount() })),
  Payable: amount(),
  PreviousNumber: z.nullable(z.string()),
  PreviousSha256: z.nullable(sha256()),
};

/** What a statement's JSON says (lib/statement/statement-document.ts). */
export const StatementAnswer = named('Statement', z.object({ Number: z.string(), ...contents }));

/** The same of a period that is not over: it has no number yet. */
export const StatementPreview = named(
  'StatementPreview',
  z.object({ Number: z.null(), PreviewAt: instant(), ...contents }),
);
