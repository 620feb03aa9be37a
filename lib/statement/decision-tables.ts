import { formatNano, type Nano, sum } from '../money/nano.ts';
import { dashedDay } from '../period/day.ts';
import { counted, grouped, measured, measureOf } from './measure.ts';
import { figures, line, type Row, type Table, text, total } from './sheet.ts';
import type { MeterTerms, Statement, StatementAdjustment } from './statement.ts';

type Money = (amount: Nano) => string;

/** What an adjustment is called on a page. */
export const adjustmentNames: Readonly<Record<StatementAdjustment['kind'], string>> = {
  graduated: 'Graduated tiers',
  volume: 'Volume price',
  package: 'Packages',
  flat: 'Flat price',
  allowance: 'Included allowance',
  commitment: 'Minimum commitment, difference',
  'paid-in-advance': 'Paid in advance, from the balance',
  'credit-note': 'Given back by credit notes already',
};

/** What the period's totals changed: tiers, packages, allowances, flat prices, commitments. */
export function adjustmentTable(statement: Statement, money: Money): Table {
  const { adjustments, accounts, terms } = statement;
  const names = new Map(accounts.map(({ sid, name }) => [sid, name]));
  const unitOf = (each: StatementAdjustment) =>
    terms
      .find(({ plan, version }) => plan === each.plan && version === each.version)
      ?.meters.find(({ meter }) => meter === each.meter);
  const rows = adjustments.map((each) => {
    const { unit = 'unit', per = 1 } = unitOf(each) ?? {};
    return line(
      adjustmentNames[each.kind],
      each.meter ?? 'all meters',
      each.accountSid === undefined ? 'all together' : (names.get(each.accountSid) ?? ''),
      `${each.plan}, version ${each.version}`,
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

/** The tiers, packages, allowances, flat prices and commitments that were agreed. */
export function termsTable({ terms }: Statement, money: Money): Table {
  const rows = terms.flatMap(({ plan, version, pooled, commitment, meters }): Row[] => {
    const name = `${plan}, version ${version}`;
    return [
      ...meters.map((each) => line(name, each.meter, meterText(each))),
      ...(commitment === undefined
        ? []
        : [
            line(
              name,
              'all meters',
              `At least ${money(commitment)} for a whole period; for part of one, that part of it`,
            ),
          ]),
      ...(pooled
        ? [line(name, 'all meters', 'The accounts of this statement share tiers, allowances and commitment')]
        : []),
    ];
  });
  return {
    title: 'Terms: tiers, allowances, commitments',
    columns: [text('Plan', 22), text('Meter', 20), text('Terms', 58)],
    rows,
  };
}

function meterText({ unit, per, model, tiers, size, price, allowance }: MeterTerms): string {
  const measure = measureOf(unit, per);
  const amount = (value: Nano | undefined) => (value === undefined ? '' : formatNano(value));
  const steps = tiers.map(({ upTo, price: each }) =>
    upTo === undefined ? `above: ${amount(each)}` : `up to ${grouped(BigInt(upTo))}: ${amount(each)}`,
  );
  const parts = [
    ...(model === 'graduated' ? [`Each ${measure} at its tier's price, ${steps.join('; ')}`] : []),
    ...(model === 'volume' ? [`Every ${measure} at the price of the tier reached, ${steps.join('; ')}`] : []),
    ...(model === 'package'
      ? [`${amount(price)} for each begun package of ${counted(BigInt(size ?? 0), measure)}`]
      : []),
    ...(model === 'flat' ? [`${amount(price)} for a whole period, whatever is used`] : []),
    ...(allowance === undefined
      ? []
      : [
          `${counted(BigInt(allowance.units), measure)} included${allowance.mode === 'occupy-tiers' ? ', which count in the tiers' : ''}`,
        ]),
  ];
  return parts.join('. ');
}

/** Which plan version priced what, and when. */
export function planTable({ plans, accounts }: Statement): Table {
  const names = new Map(accounts.map(({ sid, name }) => [sid, name]));
  const inForce = plans.filter(({ startsAt, endsAt }) => startsAt < endsAt);
  return {
    title: 'Rate plans in force',
    columns: [text('Account', 26), text('Micro-service', 18), text('Plan', 22), text('From', 17), text('Until', 17)],
    rows: inForce.flatMap(({ accountSid, microService, plan, version, startsAt, endsAt, overrides = [] }) => [
      line(
        names.get(accountSid) ?? accountSid,
        microService === '*' ? 'all without their own' : microService,
        `${plan}, version ${version}`,
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
