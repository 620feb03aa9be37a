import { formatAmount } from '../money/currency.ts';
import type { Nano } from '../money/nano.ts';
import { dashedDay } from '../period/day.ts';
import { canonicalJson, type Document } from './canonical.ts';
import type { Statement } from './statement.ts';

/** The statement's JSON: canonical, hence hashable; amounts are decimal text, instants ISO 8601 in UTC. */
export const renderJson = (statement: Statement): string => canonicalJson(statementDocument(statement));

/** What the statement's JSON says; names are in the platform API's form. */
export function statementDocument(statement: Statement): { readonly [name: string]: Document } {
  const money = (amount: Nano) => formatAmount(amount, statement.currency);
  const { account, operator, period } = statement;
  return {
    Number: statement.number,
    Operator: { Name: operator.name },
    Account: { Sid: account.sid, Name: account.name },
    Currency: statement.currency,
    Period: { Name: period.name, Zone: period.zone, StartsAt: iso(period.startsAt), EndsAt: iso(period.endsAt) },
    Plans: statement.plans.map((each) => ({
      MicroService: each.microService,
      Plan: each.plan,
      Version: each.version,
      StartsAt: iso(each.startsAt),
      EndsAt: iso(each.endsAt),
    })),
    Groups: statement.groups.map((group) => ({
      MicroService: group.microService,
      Meter: group.meter,
      Unit: group.unit,
      Prefix: group.prefix,
      UnitPrice: group.unitPrice,
      Per: group.per,
      Lines: group.lines,
      Quantity: String(group.quantity),
      BilledUnits: String(group.billedUnits),
      Amount: money(group.amount),
    })),
    Adjustments: statement.adjustments.map((each) => ({
      Kind: each.kind,
      Meter: each.meter ?? null,
      Units: String(each.units),
      Plan: each.plan,
      Version: each.version,
      Amount: money(each.amount),
    })),
    UnratedLines: statement.unrated,
    Days: statement.days.map(({ day, lines, amount }) => ({
      Day: dashedDay(day),
      Lines: lines,
      Amount: money(amount),
    })),
    Seals: statement.seals.map((seal) => ({
      Day: dashedDay(seal.day),
      Lines: seal.lines,
      UnratedLines: seal.unrated,
      Amount: money(seal.amount),
      Sha256: seal.sha256,
      TimeZoneData: seal.timeZoneData,
    })),
    Total: money(statement.total),
    CarriedIn: money(statement.carriedIn),
    Payable: money(statement.payable),
    CarriedOut: money(statement.carriedOut),
    PreviousNumber: statement.previousNumber ?? null,
    PreviousSha256: statement.prevSha256 ?? null,
  };
}

const iso = (epochMs: number): string => new Date(epochMs).toISOString();
