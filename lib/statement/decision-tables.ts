import { formatNano, type Nano, sum } from '../money/nano.ts';
import { dashedDay } from '../period/day.ts';
import { measured } from './measure.ts';
import { planName } from './plan-name.ts';
import { figures, line, type Table, text, total } from './sheet.ts';
import type { Statement, StatementAdjustment } from './statement.ts';

type Money = (amount: Nano) => string;

/** What an adjustment is called on a page. */
export const adjustmentNames: Readonly<Record<StatementAdjustment['kind'], string>> = {
  graduated: 'Graduated tiers',
  volume: 'Volume price',
  package: 'Packages',
  flat: 'Flat price',
  allowance: 'Included allowance',
  'over-limit': 'Over the limit, off list price',
  overage: 'Overage',
  discount: 'Discount',
  commitment: 'Minimum commitment, difference',
  'paid-in-advance': 'Paid in advance, from the balance',
  'credit-note': 'Given back by credit notes already',
};

/** What the period's totals changed: tiers, packages, allowances, flat prices, discounts, commitments. */
export function adjustmentTable(statement: Statement, money: Money): Table {
  const { adjustments, accounts, terms } = statement;
  const names = new Map(accounts.map(({ sid, name }) => [sid, name]));
  const unitOf = (each: StatementAdjustment) => {
    const ofPlan = terms.find(
      ({ plan, version, tier }) => plan === each.plan && version === each.version && tier?.name === each.tier,
    );
    const known = [...(ofPlan?.meters ?? []), ...(ofPlan?.tier?.overagePrices ?? [])];
    return known.find(({ meter }) => meter === each.meter);
  };
  const rows = adjustments.map((each) => {
    const { unit = 'unit', per = 1 } = unitOf(each) ?? {};
    return line(
      adjustmentNames[each.kind],
      each.meter ?? 'all meters',
      each.accountSid === undefined ? 'all together' : (names.get(each.accountSid) ?? ''),
      planName(each),
      each.units === 0n ? '' : measured(each.units, unit, per),
      money(each.amount),
    );
  });
  const amount = sum(adjustments.map((each) => each.amount));
  return {
    title: "Adjustments by the period's totals",
    columns: [
      text('Adjustment', 22),
      text('Meter', 18),
      text('Account', 18),
      text('Plan', 16),
      figures('Billed', 14),
      figures('Amount', 12),
    ],
    rows: rows.length === 0 ? [] : [...rows, total('Total adjustments', '', '', '', '', money(amount))],
  };
}

/** Signed corrections of earlier lines and statements, one by one. */
export function correctionTable({ corrections }: Statement, money: Money): Table {
  const rows = corrections.map(({ day, corrects, reason, amount }) =>
    line(dashedDay(day), corrects, reason, money(amount)),
  );
  const amount = sum(corrections.map((each) => each.amount));
  return {
    title: 'Corrections of earlier charges',
    columns: [text('Day', 11), text('Corrects', 42), text('Reason', 33), figures('Amount', 14)],
    rows: rows.length === 0 ? [] : [...rows, total('Total corrections', '', '', money(amount))],
  };
}

/** Which plan version priced what, and when. */
export function planTable({ plans, accounts }: Statement): Table {
  const names = new Map(accounts.map(({ sid, name }) => [sid, name]));
  const inForce = plans.filter(({ startsAt, endsAt }) => startsAt < endsAt);
  return {
    title: 'Rate plans in force',
    columns: [text('Account', 26), text('Micro-service', 18), text('Plan', 22), text('From', 17), text('Until', 17)],
    rows: inForce.flatMap(({ accountSid, microService, plan, version, tier, startsAt, endsAt, overrides = [] }) => [
      line(
        names.get(accountSid) ?? accountSid,
        microService === '*' ? 'all without their own' : microService,
        planName({ plan, version, tier }),
        minute(startsAt),
        minute(endsAt),
      ),
      ...overrides.map(({ meter, prefix, price }) =>
        line(
          '',
          'own price',
          prefix === undefined ? meter : `${meter}, ${prefix || 'elsewhere'}`,
          formatNano(price),
          '',
        ),
      ),
    ]),
  };
}

const minute = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ');
