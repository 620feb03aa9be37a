import * as z from 'zod/mini';
import { isCurrency } from '../money/currency.ts';
import { nanoOf } from '../money/nano.ts';
import type { Statement } from './statement.ts';

const money = z.pipe(z.string(), z.transform(nanoOf));
const whole = z.pipe(
  z.string(),
  z.transform((digits) => BigInt(digits)),
);
const day = z.pipe(
  z.string(),
  z.transform((dashed) => dashed.replaceAll('-', '')),
);
const instant = z.pipe(
  z.string(),
  z.transform((iso) => Date.parse(iso)),
);
const party = { Name: z.string(), Address: z.array(z.string()), TaxNumber: z.nullable(z.string()) };
const kind = z.enum([
  'graduated',
  'volume',
  'package',
  'flat',
  'allowance',
  'over-limit',
  'overage',
  'discount',
  'commitment',
  'paid-in-advance',
  'credit-note',
]);

const measure = { Unit: z.string(), Per: z.int() };
const TierDocument = z.object({
  Name: z.string(),
  Limits: z.array(
    z.object({
      Meter: z.nullable(z.string()),
      ...measure,
      Units: z.nullable(z.int()),
      Money: z.nullable(money),
      AtLimit: z.enum(['refuse', 'overage']),
    }),
  ),
  OveragePrices: z.array(
    z.object({
      Meter: z.string(),
      ...measure,
      Price: money,
      Rates: z.array(z.object({ Prefix: z.string(), Price: money })),
    }),
  ),
});

const PlansDocument = {
  Plans: z.array(
    z.object({
      AccountSid: z.string(),
      MicroService: z.string(),
      Plan: z.string(),
      Version: z.int(),
      Tier: z.optional(z.string()),
      StartsAt: instant,
      EndsAt: instant,
      Overrides: z.optional(z.array(z.object({ Meter: z.string(), Prefix: z.nullable(z.string()), Price: money }))),
    }),
  ),
  Terms: z.array(
    z.object({
      Plan: z.string(),
      Version: z.int(),
      Tier: z.optional(TierDocument),
      Pooled: z.boolean(),
      Commitment: z.nullable(money),
      Discounts: z.optional(z.array(z.object({ Meter: z.nullable(z.string()), Percent: money }))),
      Meters: z.array(
        z.object({
          Meter: z.string(),
          Unit: z.string(),
          Per: z.int(),
          Model: z.string(),
          Tiers: z.array(z.object({ UpTo: z.nullable(z.int()), Price: money })),
          Size: z.nullable(z.int()),
          Price: z.nullable(money),
          Allowance: z.nullable(z.object({ Units: z.int(), Mode: z.string() })),
        }),
      ),
    }),
  ),
};

const UsageDocument = {
  Groups: z.array(
    z.object({
      AccountSid: z.string(),
      MicroService: z.string(),
      Meter: z.string(),
      Unit: z.string(),
      Prefix: z.string(),
      UnitPrice: z.string(),
      Per: z.int(),
      Lines: z.int(),
      Quantity: whole,
      BilledUnits: whole,
      ConnectionFees: money,
      Amount: money,
    }),
  ),
  Adjustments: z.array(
    z.object({
      AccountSid: z.nullable(z.string()),
      Kind: kind,
      Meter: z.nullable(z.string()),
      Units: whole,
      Plan: z.string(),
      Version: z.int(),
      Tier: z.optional(z.string()),
      Amount: money,
    }),
  ),
  Corrections: z.array(
    z.object({
      AccountSid: z.string(),
      Id: z.string(),
      Day: day,
      Corrects: z.string(),
      Reason: z.string(),
      Amount: money,
    }),
  ),
  UnratedLines: z.int(),
  Days: z.array(z.object({ Day: day, Lines: z.int(), Amount: money })),
  Seals: z.array(
    z.object({
      AccountSid: z.string(),
      Day: day,
      Lines: z.int(),
      UnratedLines: z.int(),
      Amount: money,
      Sha256: z.string(),
      TimeZoneData: z.string(),
    }),
  ),
};

const StatementDocument = z.object({
  Number: z.string(),
  IssuedOn: day,
  Final: z.boolean(),
  Operator: z.object(party),
  Account: z.object({ Sid: z.string(), ...party }),
  Currency: z.string().check(z.refine(isCurrency)),
  Period: z.object({ Name: z.string(), Zone: z.string(), StartsAt: instant, EndsAt: instant }),
  Accounts: z.array(z.object({ Sid: z.string(), Name: z.string(), Lines: z.int(), Amount: money })),
  ...PlansDocument,
  ...UsageDocument,
  Total: money,
  CarriedIn: money,
  Net: money,
  CarriedOut: money,
  Taxes: z.array(z.object({ Name: z.string(), Rate: money, Amount: money })),
  Payable: money,
  PreviousNumber: z.nullable(z.string()),
  PreviousSha256: z.nullable(z.string()),
});

/** What the names of a statement's JSON are here, where it is not the same name with a small letter. */
const ownNames: Readonly<Record<string, string>> = {
  UnratedLines: 'unrated',
  ConnectionFees: 'connect',
  PreviousSha256: 'prevSha256',
};

/** Reads a statement's JSON back. Throws where it is not one: stored bytes are ours. */
export const parseStatement = (json: string): Statement =>
  inOwnNames(StatementDocument.parse(JSON.parse(json))) as Statement;

function inOwnNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOwnNames);
  if (value === null) return undefined;
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      ownNames[name] ?? name.charAt(0).toLowerCase() + name.slice(1),
      inOwnNames(part),
    ]),
  );
}
