import { type CarrierCapacity, carrierCapacity } from './carrier/capacity.ts';
import { type ConsumerSpeed, consumeEvents } from './consumer.ts';
import { type UseCase, useCaseCpu } from './cpu/use-cases.ts';
import { billLargeAccount, type LargeAccount } from './large-account.ts';
import { type RatingSpeed, rateCalls } from './rating.ts';
import { closeMonth, type StatementSpeed } from './statements.ts';
import { type Operation, operationUnits } from './units/operations.ts';
import { type Weight, weighFunctions } from './weigh.ts';

const eventsConsumed = 1_000;

/** What each part of the benchmark finds. */
export type Figures = {
  readonly weights: readonly Weight[];
  readonly operations: readonly Operation[];
  readonly useCases: readonly UseCase[];
  readonly carrier: CarrierCapacity;
  readonly rating: RatingSpeed;
  readonly consumer: ConsumerSpeed;
  readonly statements: StatementSpeed;
  readonly largeAccount: LargeAccount;
};
export type Part = keyof Figures;

const parts: { readonly [Name in Part]: (size: number) => Figures[Name] | Promise<Figures[Name]> } = {
  weights: weighFunctions,
  operations: operationUnits,
  useCases: useCaseCpu,
  carrier: carrierCapacity,
  rating: rateCalls,
  consumer: () => consumeEvents(eventsConsumed),
  statements: closeMonth,
  largeAccount: billLargeAccount,
};

/** Measures one part, in a process of its own; its figures are the last line. */
if (import.meta.main) {
  const [name = '', size] = process.argv.slice(2);
  const figures = await parts[name as Part](Number(size));
  process.stdout.write(`\n${JSON.stringify(figures)}\n`, () => process.exit(0));
}
