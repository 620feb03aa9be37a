import type { StatementSpeed } from './statements.ts';
import type { Operation } from './units/operations.ts';

/** List prices of us-east-1, on demand, in US dollars. */
const dollars = {
  aMillionWriteUnits: 0.625,
  aMillionReadUnits: 0.125,
  aGigabyteSecond: 0.000_016_666_7,
  aThousandPuts: 0.005,
};
const accounts = 1_000_000;
const usesAMonth = 1_000;
const daysAMonth = 30;
const objectsAStatement = 3;
/** As the benchmark's operations have them. */
const linesADay = 150;
const eventsABatch = 100;
/** DynamoDB's default limit for a table. */
const writeUnitsASecond = 40_000;
const workers = 100;
const gigabytesAWorker = 0.5;
/** AWS gives a Lambda of 1,769 MB one vCPU, and others their part of it. */
const vcpuOfAWorker = 512 / 1_769;

/** A month of a million accounts with 1,000 uses each, by measured units and AWS's list prices: time and cost. */
export type OnPaper = {
  readonly writeUnitsAnAccount: number;
  readonly readUnitsAnAccount: number;
  readonly sealsAndStatementsDollars: number;
  readonly ratingDollars: number;
  readonly objectsDollars: number;
  readonly workersDollars: number;
  /** How long the closing hour's writes take at the table's limit. */
  readonly tableSeconds: number;
  /** How long 100 workers take: each as fast as the measured one, or slower where its part of a vCPU is not enough for that. */
  readonly workersSeconds: number;
};

export function onPaper(operations: readonly Operation[], measured: StatementSpeed): OnPaper {
  const unitsOf = (name: string) => {
    const found = operations.find((operation) => operation.name === name);
    if (found === undefined) throw new Error(`${name} was not measured.`);
    return found;
  };
  const empty = unitsOf('sealing an empty day');
  const full = unitsOf(`sealing a day of ${linesADay} lines`);
  const close = unitsOf('sealing the last day, closing the period');
  const batch = unitsOf(`rating a batch of ${eventsABatch} events`);
  const readUnitsALine = (full.read - empty.read + (close.read - empty.read)) / linesADay;
  const writeUnitsAnAccount = (daysAMonth - 1) * empty.write + close.write;
  const readUnitsAnAccount = daysAMonth * empty.read + usesAMonth * readUnitsALine;
  const tableDollars = (write: number, read: number) =>
    (write * dollars.aMillionWriteUnits + read * dollars.aMillionReadUnits) * (accounts / 1_000_000);
  const secondsAnAccount = Math.max(measured.seconds, measured.cpuSeconds / vcpuOfAWorker) / measured.accounts;
  const workerSeconds = accounts * secondsAnAccount;
  return {
    writeUnitsAnAccount,
    readUnitsAnAccount,
    sealsAndStatementsDollars: tableDollars(writeUnitsAnAccount, readUnitsAnAccount),
    ratingDollars: tableDollars((batch.write * usesAMonth) / eventsABatch, (batch.read * usesAMonth) / eventsABatch),
    objectsDollars: (accounts * objectsAStatement * dollars.aThousandPuts) / 1_000,
    workersDollars: workerSeconds * gigabytesAWorker * dollars.aGigabyteSecond,
    tableSeconds: (accounts * close.write) / writeUnitsASecond,
    workersSeconds: workerSeconds / workers,
  };
}
