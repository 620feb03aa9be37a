import type { CarrierCapacity } from './carrier/capacity.ts';
import type { ConsumerSpeed } from './consumer.ts';
import type { UseCase } from './cpu/use-cases.ts';
import type { OnPaper } from './on-paper.ts';
import type { RatingSpeed } from './rating.ts';
import type { StatementSpeed } from './statements.ts';
import type { Operation } from './units/operations.ts';
import type { Weight } from './weigh.ts';

const row = (width: number, [first = '', ...cells]: readonly string[]) =>
  `${first.padEnd(width)}${cells.map((cell) => cell.padStart(12)).join('')}\n`;

/** Bundle sizes and cold starts; what is above the aim is marked. */
export function weightTable(weights: readonly Weight[], aim: number): string {
  const rows = weights.map(({ name, kilobytes, gzippedKilobytes, coldStartMilliseconds, ratio }) => {
    const sizes = [String(kilobytes), String(gzippedKilobytes)];
    const cells = row(18, [name, ...sizes, coldStartMilliseconds.toFixed(1), ratio.toFixed(2)]);
    return ratio > aim ? `${cells.trimEnd()} over ${aim}\n` : cells;
  });
  return [row(18, ['function', 'KB', 'KB gzipped', 'load ms', '× bare']), ...rows].join('');
}

/** Capacity units of each operation, by AWS's rules. */
export function operationTable(operations: readonly Operation[]): string {
  const rows = operations.map(({ name, write, read }) => row(44, [name, String(write), String(read)]));
  return ['\n', row(44, ['operation', 'write units', 'read units']), ...rows].join('');
}

/** CPU of each operation beside that of its requests to the table alone. */
export function useCaseTable(useCases: readonly UseCase[]): string {
  const rows = useCases.map(({ name, milliseconds, requests, bareMilliseconds }) => {
    const ratio = (milliseconds / bareMilliseconds).toFixed(1);
    return row(44, [name, milliseconds.toFixed(2), String(requests), bareMilliseconds.toFixed(2), ratio]);
  });
  return ['\n', row(44, ['CPU of an operation', 'ms', 'requests', 'ms of these', '× bare']), ...rows].join('');
}

/** What one core of the embedded carrier carries. */
export function carrierTable({ callsAtOnce, participantsAtOnce }: CarrierCapacity): string {
  return [
    '\n',
    row(60, ['one core of the embedded carrier', 'at once']),
    row(60, ['calls of a minute, a key pressed in each', String(callsAtOnce)]),
    row(60, ['participants of conferences of ten, each talking', String(participantsAtOnce)]),
  ].join('');
}

/** Calls priced, events consumed and statements made a second; the growth from the first number of accounts to the last. */
export function speedTable(
  rating: RatingSpeed,
  consumer: ConsumerSpeed,
  statements: readonly StatementSpeed[],
): string {
  const [small, large] = [statements[0], statements.at(-1)];
  const growthOf = (name: 'seconds' | 'cpuSeconds') =>
    (large?.[name] ?? 0) / (large?.accounts ?? 1) / ((small?.[name] ?? 0) / (small?.accounts ?? 1));
  const [growth, cpuGrowth] = [growthOf('seconds'), growthOf('cpuSeconds')];
  return [
    '\n',
    row(60, ['speed', 'a second']),
    row(60, [`calls priced, deck of ${rating.prefixes} prefixes`, String(rating.callsPerSecond)]),
    row(60, [`usage events through the consumer, of ${consumer.events}`, String(consumer.eventsPerSecond)]),
    row(60, ['items of their size in bare transactions of 100', String(consumer.bareItemsPerSecond)]),
    ...statements.map(({ accounts, statementsPerSecond }) =>
      row(60, [`statements, ${accounts} accounts, one worker`, statementsPerSecond.toFixed(1)]),
    ),
    ...statements.map(({ accounts, cpuSeconds }) =>
      row(60, [`ms of the worker's CPU a statement, of ${accounts}`, ((cpuSeconds * 1_000) / accounts).toFixed(1)]),
    ),
    ...(statements.length < 2
      ? []
      : [
          row(60, ['time an account at the larger number beside the smaller', `× ${growth.toFixed(2)}`]),
          row(60, ["the worker's CPU an account, likewise", `× ${cpuGrowth.toFixed(2)}`]),
        ]),
  ].join('');
}

/** A million accounts on paper: units, cost and time of a month. */
export function paperTable(paper: OnPaper): string {
  const cost = (amount: number) => `$${amount.toFixed(2)}`;
  return [
    '\n',
    row(60, ['a million accounts of 1,000 uses a month, on paper', '']),
    row(60, ['write units an account', paper.writeUnitsAnAccount.toFixed(0)]),
    row(60, ['read units an account', paper.readUnitsAnAccount.toFixed(0)]),
    row(60, ['seals and statements, table', cost(paper.sealsAndStatementsDollars)]),
    row(60, ['rating their billion events, table', cost(paper.ratingDollars)]),
    row(60, ['statements in the bucket', cost(paper.objectsDollars)]),
    row(60, ['workers', cost(paper.workersDollars)]),
    row(60, ['minutes of the closing writes at 40,000 units a second', (paper.tableSeconds / 60).toFixed(1)]),
    row(60, ['minutes of 100 workers of 512 MB', (paper.workersSeconds / 60).toFixed(1)]),
  ].join('');
}
