import { Entity } from 'dynamodb-toolbox/entity';
import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $add } from 'dynamodb-toolbox/entity/actions/update';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { type Nano, nano } from '../money/nano.ts';
import { type Day, gmtDay } from '../period/day.ts';
import { correctionsMeter, isRerated, type LedgerLine } from '../rating/ledger-line.ts';
import type { Write } from '../store/commit.ts';
import { table } from '../store/table.ts';
import { wholeNumber } from './whole-number.ts';

const counter = () => number().big().transform(wholeNumber);

/**
 * Sums of an account's ledger lines by day: a view of the ledger, added to in the lines' own transaction. `local` days are
 * the account's billing days, of all meters together, for seals; `gmt` days are those of Usage Records, meter by meter
 * (docs/decisions/011, 053).
 */
const RollupEntity = new Entity({
  name: 'rollup',
  table,
  timestamps: false,
  schema: item({
    /** `<account>#<shard>` */
    partition: string().key().savedAs('PK').transform(prefix('ROL')),
    /** `gmt#<yyyymmdd>#<meter>` or `local#<yyyymmdd>#` */
    key: string().key().savedAs('SK'),
    lines: counter(),
    quantity: counter(),
    billedUnits: counter(),
    /** Nano-units of the account's currency, list prices. */
    amount: counter(),
  }),
});
export type Calendar = 'local' | 'gmt';
export type Rollup = {
  readonly day: Day;
  /** Empty in the `local` calendar. */
  readonly meter: string;
  readonly lines: bigint;
  readonly quantity: bigint;
  readonly billedUnits: bigint;
  /** List prices in nano-units. */
  readonly amount: Nano;
};

const partitionOf = (accountSid: string): string => `${accountSid}#0`;

type Sums = { accountSid: string; key: string; lines: bigint; quantity: bigint; billedUnits: bigint; amount: bigint };

const localKey = (day: Day): string => `local#${day}#`;

/** The updates that add lines to their rollups, one a rollup however many lines. */
export const addToRollups = (lines: readonly LedgerLine[]): Write[] =>
  sumsOf(lines).map(({ accountSid, key, ...sums }) =>
    RollupEntity.build(UpdateTransaction).item({
      partition: partitionOf(accountSid),
      key,
      lines: $add(sums.lines),
      quantity: $add(sums.quantity),
      billedUnits: $add(sums.billedUnits),
      amount: $add(sums.amount),
    }),
  );

/**
 * The rollups that lines belong to: the billing day's, and one a meter and day of GMT. A use that is rated again was counted when it was first rated
 * without a price: it adds its amount, and among the billing day's lines itself. A correction is no use: Usage Records have none.
 */
export function sumsOf(lines: readonly LedgerLine[]): Sums[] {
  const sums = new Map<string, Sums>();
  for (const line of lines) {
    const { accountSid, meter, day, finalizedAt } = line;
    const gmt = meter === correctionsMeter ? [] : [`gmt#${gmtDay(finalizedAt)}#${meter}`];
    for (const key of [localKey(day), ...gmt]) {
      const name = `${accountSid} ${key}`;
      const sum = sums.get(name) ?? { accountSid, key, lines: 0n, quantity: 0n, billedUnits: 0n, amount: 0n };
      const again = isRerated(line);
      sum.lines += again && key.startsWith('gmt') ? 0n : 1n;
      sum.quantity += again ? 0n : line.quantity;
      sum.billedUnits += line.billedUnits;
      sum.amount += line.amount;
      sums.set(name, sum);
    }
  }
  return [...sums.values()];
}

/** How many lines stand in each of an account's billing days `from` to `to`, both included, by their rollups. */
export async function linesByDay(accountSid: string, from: Day, to: Day): Promise<[Day, number][]> {
  return (await rollupsOf(accountSid, 'local', from, to)).map(({ day, lines }) => [day, Number(lines)]);
}

/** An account's rollups of the days `from` to `to`, both included, in the order of days, then meters. */
export async function rollupsOf(accountSid: string, calendar: Calendar, from: Day, to: Day): Promise<Rollup[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(RollupEntity)
    .query({
      partition: `ROL#${partitionOf(accountSid)}`,
      range: { between: [`${calendar}#${from}#`, `${calendar}#${to}#~`] },
    })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return (Items ?? []).map(({ key, lines, quantity, billedUnits, amount }) => {
    const [, day = '', meter = ''] = key.split('#');
    return {
      day,
      meter,
      lines: BigInt(lines),
      quantity: BigInt(quantity),
      billedUnits: BigInt(billedUnits),
      amount: nano(BigInt(amount)),
    };
  });
}

/** What a local day's rollup has to be, from its lines. */
export type DaySums = { lines: bigint; quantity: bigint; amount: bigint };

/** Adds a line to the sums of its local day. */
export function addToDay(sums: DaySums, line: LedgerLine): void {
  sums.lines += 1n;
  sums.quantity += isRerated(line) ? 0n : line.quantity;
  sums.amount += line.amount;
}

/**
 * Checks, for a seal's transaction, that a day's rollup is exactly these sums: no line came or went since they were read, of
 * whatever meter.
 */
export const checkRollup = (accountSid: string, day: Day, { lines, quantity, amount }: DaySums): Write =>
  RollupEntity.build(ConditionCheck)
    .key({ partition: partitionOf(accountSid), key: localKey(day) })
    .condition(
      lines === 0n
        ? { attr: 'key', exists: false }
        : {
            and: [
              { attr: 'lines', eq: lines },
              { attr: 'quantity', eq: quantity },
              { attr: 'amount', eq: amount },
            ],
          },
    );
