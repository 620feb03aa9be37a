import type { PlanLine } from '../rating/plan-line.ts';
import type { RatingPlan } from '../rating/rating-plan.ts';
import { segmentOf } from './adjust-accounts.ts';
import type { MeterTerms, PlanTerms, TierTerms } from './statement.ts';

/** What plan versions say of tiers, packages, allowances, flat prices, discounts and commitments; nothing of those that have none. */
export function termsOf(plans: readonly RatingPlan[], units: Readonly<Record<string, string>>): PlanTerms[] {
  const distinct = new Map(plans.map((plan) => [segmentOf(plan), plan]));
  return [...distinct.keys()].sort().flatMap((key) => {
    const found = distinct.get(key);
    if (found === undefined) return [];
    const { name, version, plan } = found;
    const tier = tierTerms(found, units);
    const meters = plan.lines.flatMap((line) => meterTerms(line, units[line.meter] ?? 'unit'));
    const { commitment, discounts } = plan;
    if (meters.length === 0 && commitment === undefined && discounts === undefined && tier === undefined) return [];
    const common = {
      ...{ plan: name, version, pooled: plan.pooled === true, commitment, meters },
      ...(discounts !== undefined && { discounts: discounts.map(({ meter, percent }) => ({ meter, percent })) }),
    };
    return [tier === undefined ? common : { ...common, tier }];
  });
}

function tierTerms({ tier, lineOf }: RatingPlan, units: Readonly<Record<string, string>>): TierTerms | undefined {
  if (tier === undefined) return undefined;
  const measureOf = (meter = '') => ({ unit: units[meter] ?? 'unit', per: lineOf(meter)?.line.per ?? 1 });
  return {
    name: tier.name,
    limits: (tier.limits ?? []).map(({ meter, units: most, money, atLimit }) => ({
      ...{ meter, ...measureOf(meter), units: most, money, atLimit },
    })),
    overagePrices: (tier.overagePrices ?? []).map(({ meter, price, rates = [] }) => ({
      ...{ meter, ...measureOf(meter), price, rates },
    })),
  };
}

function meterTerms({ meter, per, price, allowance }: PlanLine, unit: string): MeterTerms[] {
  const decided = price.model !== 'per-unit' && price.model !== 'deck';
  if (!decided && allowance === undefined) return [];
  return [
    {
      meter,
      unit,
      per,
      model: price.model,
      tiers:
        price.model === 'graduated' || price.model === 'volume'
          ? price.tiers.map((tier) => ({ upTo: tier.upTo, price: tier.price }))
          : [],
      size: price.model === 'package' ? price.size : undefined,
      price: price.model === 'package' || price.model === 'flat' ? price.price : undefined,
      allowance: allowance && { units: allowance.units, mode: allowance.mode },
    },
  ];
}
