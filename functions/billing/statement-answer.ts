import * as z from 'zod/mini';
import { amount, currencyCode, instant, named, sidOf } from '../../lib/http/schema.ts';

const day = () => z.iso.date();
const wholeNumber = () => z.string().check(z.regex(/^\d+$/));
const sha256 = () => z.string().check(z.regex(/^[0-9a-f]{64}$/));

const Group = z.object({
  MicroService: z.string(),
  Meter: z.string(),
  Unit: z.string(),
  Prefix: z.nullable(z.string()),
  UnitPrice: z.nullable(z.string()),
  Per: z.int(),
  Lines: z.int(),
  Quantity: wholeNumber(),
  BilledUnits: wholeNumber(),
  Amount: amount(),
});

const Adjustment = z.object({
  Kind: z.string(),
  Meter: z.nullable(z.string()),
  Units: wholeNumber(),
  Plan: z.string(),
  Version: z.int(),
  Amount: amount(),
});

const contents = {
  Operator: z.object({ Name: z.string() }),
  Account: z.object({ Sid: sidOf('AC'), Name: z.string() }),
  Currency: currencyCode(),
  Period: z.object({ Name: z.string(), Zone: z.string(), StartsAt: instant(), EndsAt: instant() }),
  Plans: z.array(
    z.object({
      MicroService: z.string(),
      Plan: z.string(),
      Version: z.int(),
      StartsAt: instant(),
      EndsAt: instant(),
    }),
  ),
  Groups: z.array(Group),
  Adjustments: z.array(Adjustment),
  UnratedLines: z.int(),
  Days: z.array(z.object({ Day: day(), Lines: z.int(), Amount: amount() })),
  Seals: z.array(
    z.object({
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
  Payable: amount(),
  CarriedOut: amount(),
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
