import { stringify } from 'csv-stringify/sync';
import * as z from 'zod/mini';
import { amount, currencyCode, named, sidOf } from '../../../lib/http/schema.ts';
import { formatNano } from '../../../lib/money/nano.ts';
import type { Margin } from '../../../lib/reconciliation/margins.ts';
import type { Difference, Match } from '../../../lib/reconciliation/reconcile.ts';

const wholeNumber = () => z.string().check(z.regex(/^\d+$/));
const direction = () => z.nullable(z.enum(['inbound', 'outbound']));

const DifferenceEntry = named(
  'ReconciliationDifference',
  z.object({
    Kind: z.enum(['missing', 'extra', 'repeated', 'different']),
    Fields: z.array(z.enum(['quantity', 'direction'])),
    CarrierId: z.nullable(z.string()),
    Line: z.nullable(z.int()),
    AccountSid: z.nullable(sidOf('AC')),
    ResourceSid: z.string(),
    CarrierQuantity: z.nullable(wholeNumber()),
    Quantity: z.nullable(wholeNumber()),
    CarrierDirection: direction(),
    Direction: direction(),
    Cost: z.nullable(amount()),
  }),
);

const MarginEntry = named(
  'ReconciliationMargin',
  z.object({
    AccountSid: sidOf('AC'),
    Prefix: z.string(),
    Uses: z.int(),
    Currency: currencyCode(),
    Revenue: amount(),
    CostCurrency: currencyCode(),
    Cost: amount(),
    Margin: z.nullable(amount()),
  }),
);

export const ReconciliationReport = named(
  'Reconciliation',
  z.object({
    Records: z.int(),
    Matched: z.int(),
    Differences: z.array(DifferenceEntry),
    Margins: z.array(MarginEntry),
  }),
);

/** What a reconciliation has found. */
export type Found = {
  readonly records: number;
  readonly matches: readonly Match[];
  readonly differences: readonly Difference[];
  readonly margins: readonly Margin[];
  /** The carrier's. */
  readonly currency: string;
};

export const reportJson = ({
  records,
  matches,
  differences,
  margins,
  currency,
}: Found): z.input<typeof ReconciliationReport> => ({
  Records: records,
  Matched: matches.length,
  Differences: differences.map(differenceEntry),
  Margins: margins.map((margin) => marginEntry(margin, currency)),
});

function differenceEntry(difference: Difference): z.input<typeof DifferenceEntry> {
  const carrier = difference.kind === 'extra' ? undefined : difference.carrier;
  const own = difference.kind === 'missing' ? undefined : difference.own;
  return {
    Kind: difference.kind,
    Fields: difference.kind === 'different' ? [...difference.fields] : [],
    CarrierId: carrier?.id ?? null,
    Line: carrier?.line ?? null,
    AccountSid: own?.accountSid ?? null,
    ResourceSid: carrier?.resourceSid ?? own?.resourceSid ?? '',
    CarrierQuantity: carrier === undefined ? null : String(carrier.quantity),
    Quantity: own === undefined ? null : String(own.quantity),
    CarrierDirection: carrier?.direction ?? null,
    Direction: own?.direction ?? null,
    Cost: carrier === undefined ? null : formatNano(carrier.cost),
  };
}

const marginEntry = (margin: Margin, costCurrency: string): z.input<typeof MarginEntry> => ({
  AccountSid: margin.accountSid,
  Prefix: margin.prefix,
  Uses: margin.uses,
  Currency: margin.currency,
  Revenue: formatNano(margin.revenue),
  CostCurrency: costCurrency,
  Cost: formatNano(margin.cost),
  Margin: margin.margin === undefined ? null : formatNano(margin.margin),
});

/** A row a difference. */
export const differencesCsv = ({ differences }: Found): string =>
  csv(
    Object.keys(DifferenceEntry.shape),
    differences.map((each) => {
      const entry = differenceEntry(each);
      return { ...entry, Fields: entry.Fields.join(' ') };
    }),
  );

/** A row an account and destination; a margin that is negative stays a number. */
export const marginsCsv = ({ margins, currency }: Found): string =>
  csv(
    Object.keys(MarginEntry.shape),
    margins.map((margin) => ({ ...marginEntry(margin, currency), Margin: margin.margin ?? null })),
  );

const csv = (columns: string[], rows: readonly object[]): string =>
  stringify([...rows], {
    header: true,
    columns,
    escape_formulas: true,
    // Only margins come as bigint, so that a minus is a number's and not a formula's.
    cast: { bigint: (value) => formatNano(value as Parameters<typeof formatNano>[0]) },
  });
