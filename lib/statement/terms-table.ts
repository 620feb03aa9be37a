import { formatNano, type Nano, zero } from '../money/nano.ts';
import { counted, grouped, measureOf } from './measure.ts';
import { planName } from './plan-name.ts';
import { line, type Row, type Table, text } from './sheet.ts';
import type { LimitTerms, MeterTerms, Statement, TierTerms } from './statement.ts';

type Money = (amount: Nano) => string;

/** The tiers, packages, allowances, flat prices, discounts and commitments that were agreed. */
export function termsTable({ terms }: Statement, money: Money): Table {
  const rows = terms.flatMap(({ plan, version, tier, pooled, commitment, discounts = [], meters }): Row[] => {
    const name = planName({ plan, version, tier: tier?.name });
    return [
      ...meters.map((each) => line(name, each.meter, meterText(each))),
      ...(tier === undefined ? [] : tierRows(name, tier, money)),
      ...discounts.map(({ meter, percent }) =>
        line(name, meter ?? 'all meters', discountText(formatNano(percent), meter, discounts.length > 1)),
      ),
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

const discountText = (percent: string, meter: string | undefined, isOneOfMany: boolean): string =>
  meter === undefined && isOneOfMany
    ? `${percent} % off what the meters came to that have no discount of their own`
    : `${percent} % off what ${meter === undefined ? 'the meters' : 'it'} came to`;

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

/** What a tier limits, a row a limit, and the prices beyond, a row a meter. */
const tierRows = (name: string, { limits, overagePrices }: TierTerms, money: Money): Row[] => [
  ...limits.map((each) => line(name, each.meter ?? 'all meters', limitText(each, money))),
  ...overagePrices.map(({ meter, unit, per, price, rates }) => {
    const elsewhere = rates.map((rate) => `; to ${rate.prefix}: ${formatNano(rate.price)}`).join('');
    return line(name, meter, `Above the limit: ${formatNano(price)} a ${measureOf(unit, per)}${elsewhere}`);
  }),
];

function limitText({ unit, per, units, money: most, atLimit }: LimitTerms, money: Money): string {
  const limit =
    units === undefined ? `${money(most ?? zero)} at list price` : counted(BigInt(units), measureOf(unit, per));
  return atLimit === 'refuse'
    ? `At most ${limit} in a period: beyond, nothing new begins`
    : `${limit.charAt(0).toUpperCase()}${limit.slice(1)} in a period: beyond, overage prices hold`;
}
