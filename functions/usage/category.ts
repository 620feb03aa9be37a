import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import type { Meter } from '../../lib/metering/meter.ts';
import { meters } from '../registry.ts';

/** A category of Usage Records: a meter, or several summed up as Twilio does (`calls` = inbound and outbound). */
export type Category = {
  readonly name: string;
  readonly description: string;
  readonly meters: readonly Meter[];
  readonly countUnit: string;
  readonly usageUnit: string;
};

const ofMeter = (meter: Meter): Category => ({ ...meter, meters: [meter] });

function ofSum(name: string, members: readonly Meter[]): Category {
  const description = members.map((meter) => meter.description).join(', ');
  return {
    name,
    description,
    meters: members,
    countUnit: members[0]?.countUnit ?? '',
    usageUnit: members[0]?.usageUnit ?? '',
  };
}

const sums = Map.groupBy(
  meters.filter(({ sumOf }) => sumOf !== undefined),
  ({ sumOf }) => sumOf ?? '',
);

/** What everything cost: a category without units of its own. */
export const totalPrice: Category = {
  name: 'totalprice',
  description: 'Total Price',
  meters,
  countUnit: '',
  usageUnit: '',
};

/** Every category, in alphabetical order; made from the registry's meters. */
export const categories: readonly Category[] = [
  ...meters.map(ofMeter),
  ...[...sums].map(([name, members]) => ofSum(name, members)),
  totalPrice,
].sort((left, right) => (left.name < right.name ? -1 : 1));

export const categoryNamed = (name: string): Category | undefined =>
  categories.find((category) => category.name === name);

/** The refusal of a category that nobody knows; `parameter` is what named it. */
export const unknownCategory = (parameter: string, name: string): Refusal =>
  refuse(20001, `${parameter}: ${name} is none of ${categories.map((each) => each.name).join(', ')}`);

/** The one category that is asked for, or all where none is. */
export function categoriesAsked(name: string | undefined): readonly Category[] | Refusal {
  if (name === undefined || name === '') return categories;
  const category = categoryNamed(name);
  return category === undefined ? unknownCategory('Category', name) : [category];
}
