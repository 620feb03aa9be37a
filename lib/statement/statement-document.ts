import { formatAmount } from '../money/currency.ts';
import { formatNano, type Nano } from '../money/nano.ts';
import { dashedDay } from '../period/day.ts';
import { canonicalJson, type Document } from './canonical.ts';
import type { MeterTerms, Party, Statement, TierTerms } from './statement.ts';

/** The statement's JSON: canonical, hence hashable; amounts are decimal text, instants ISO 8601 in UTC. */
export const renderJson = (statement: Statement): string => canonicalJson(statementDocument(statement));

/** What the statement's JSON says; names are in the platform API's form. `parseStatement` reads it back. */
export function statementDocument(statement: Statement): { readonly [name: string]: Document } {
  const money = (amount: Nano) => formatAmount(amount, statement.currency);
  const { account, operator, period } = statement;
  return {
    Number: statement.number,
    IssuedOn: dashedDay(statement.issuedOn),
    Final: statement.final,
    Operator: partyDocument(operator),
    Account: { Sid: account.sid, ...partyDocument(account) },
    Currency: statement.currency,
    Period: { Name: period.name, Zone: period.zone, StartsAt: iso(period.startsAt), EndsAt: iso(period.endsAt) },
    Accounts: statement.accounts.map((each) => ({
      Sid: each.sid,
      Name: each.name,
      Lines: each.lines,
      Amount: money(each.amount),
    })),
    ...plansDocument(statement),
    ...usageDocument(statement, money),
    Total: money(statement.total),
    CarriedIn: money(statement.carriedIn),
    Net: money(statement.net),
    CarriedOut: money(statement.carriedOut),
    Taxes: statement.taxes.map(({ name, rate, amount }) => ({
      Name: name,
      Rate: formatNano(rate),
      Amount: money(amount),
    })),
    Payable: money(statement.payable),
    PreviousNumber: statement.previousNumber ?? null,
    PreviousSha256: statement.prevSha256 ?? null,
  };
}

/** A party as documents name it. */
export const partyDocument = ({ name, address, taxNumber }: Party) => ({
  Name: name,
  Address: address,
  TaxNumber: taxNumber ?? null,
});

const plansDocument = ({ plans, terms }: Statement) => ({
  Plans: plans.map((each) => ({
    AccountSid: each.accountSid,
    MicroService: each.microService,
    Plan: each.plan,
    Version: each.version,
    ...(each.tier !== undefined && { Tier: each.tier }),
    StartsAt: iso(each.startsAt),
    EndsAt: iso(each.endsAt),
    ...(each.overrides !== undefined && {
      Overrides: each.overrides.map(({ meter, prefix, price }) => ({
        Meter: meter,
        Prefix: prefix ?? null,
        Price: formatNano(price),
      })),
    }),
  })),
  Terms: terms.map(({ plan, version, tier, pooled, commitment, discounts, meters }) => ({
    Plan: plan,
    Version: version,
    ...(tier !== undefined && { Tier: tierDocument(tier) }),
    Pooled: pooled,
    Commitment: optional(commitment),
    ...(discounts !== undefined && {
      Discounts: discounts.map(({ meter, percent }) => ({ Meter: meter ?? null, Percent: formatNano(percent) })),
    }),
    Meters: meters.map(meterDocument),
  })),
});

const tierDocument = ({ name, limits, overagePrices }: TierTerms) => ({
  Name: name,
  Limits: limits.map(({ meter, unit, per, units, money, atLimit }) => ({
    Meter: meter ?? null,
    Unit: unit,
    Per: per,
    Units: units ?? null,
    Money: optional(money),
    AtLimit: atLimit,
  })),
  OveragePrices: overagePrices.map(({ meter, unit, per, price, rates }) => ({
    Meter: meter,
    Unit: unit,
    Per: per,
    Price: formatNano(price),
    Rates: rates.map((rate) => ({ Prefix: rate.prefix, Price: formatNano(rate.price) })),
  })),
});

const meterDocument = ({ meter, unit, per, model, tiers, size, price, allowance }: MeterTerms) => ({
  Meter: meter,
  Unit: unit,
  Per: per,
  Model: model,
  Tiers: tiers.map((tier) => ({ UpTo: tier.upTo ?? null, Price: formatNano(tier.price) })),
  Size: size ?? null,
  Price: optional(price),
  Allowance: allowance === undefined ? null : { Units: allowance.units, Mode: allowance.mode },
});

const usageDocument = (statement: Statement, money: (amount: Nano) => string) => ({
  Groups: statement.groups.map((group) => ({
    AccountSid: group.accountSid,
    MicroService: group.microService,
    Meter: group.meter,
    Unit: group.unit,
    Prefix: group.prefix,
    UnitPrice: group.unitPrice,
    Per: group.per,
    Lines: group.lines,
    Quantity: String(group.quantity),
    BilledUnits: String(group.billedUnits),
    ConnectionFees: money(group.connect),
    Amount: money(group.amount),
  })),
  Adjustments: statement.adjustments.map((each) => ({
    AccountSid: each.accountSid ?? null,
    Kind: each.kind,
    Meter: each.meter ?? null,
    Units: String(each.units),
    Plan: each.plan,
    Version: each.version,
    ...(each.tier !== undefined && { Tier: each.tier }),
    Amount: money(each.amount),
  })),
  Corrections: statement.corrections.map((each) => ({
    AccountSid: each.accountSid,
    Id: each.id,
    Day: dashedDay(each.day),
    Corrects: each.corrects,
    Reason: each.reason,
    Amount: money(each.amount),
  })),
  UnratedLines: statement.unrated,
  Days: statement.days.map(({ day, lines, amount }) => ({ Day: dashedDay(day), Lines: lines, Amount: money(amount) })),
  Seals: statement.seals.map((seal) => ({
    AccountSid: seal.accountSid,
    Day: dashedDay(seal.day),
    Lines: seal.lines,
    UnratedLines: seal.unrated,
    Amount: money(seal.amount),
    Sha256: seal.sha256,
    TimeZoneData: seal.timeZoneData,
  })),
});

const optional = (amount: Nano | undefined): string | null => (amount === undefined ? null : formatNano(amount));

const iso = (epochMs: number): string => new Date(epochMs).toISOString();
