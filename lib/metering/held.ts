import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $add } from 'dynamodb-toolbox/entity/actions/update';
import { boolean } from 'dynamodb-toolbox/schema/boolean';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { billingDay, type Day } from '../period/day.ts';
import type { Account } from '../store/account.ts';
import type { Write } from '../store/commit.ts';
import { table } from '../store/table.ts';
import type { HeldDay } from './held-arithmetic.ts';
import { wholeNumber } from './whole-number.ts';

const sum = () => number().big().transform(wholeNumber).optional();

/**
 * What an account holds of a meter over a local day. Changes are added in the transactions of what is held; `closed`
 * fences them off when the day's event is made. Absent sums are 0.
 */
const HeldEntity = new Entity({
  name: 'held',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('HEL')),
    /** `<meter>#<yyyymmdd>` */
    key: string().key().savedAs('SK'),
    level: sum(),
    change: sum(),
    moment: sum(),
    begun: sum(),
    remainder: sum(),
    closed: boolean().optional(),
  }),
});

/** The number of a day's event: `yyyymmdd`, as its id has it. */
export const sequenceOfDay = (day: Day): number => Number(day);

const keyOf = (meter: string, day: Day): string => `${meter}#${day}`;

/** Something comes to be held (`units` above 0), or is held no more; `since` that instant, epoch milliseconds. */
export type HeldChange = { readonly meter: string; readonly units: bigint; readonly since: number };

/**
 * Adds a change to the account's day of `now`; for the transaction that makes it so. Lost when that day is closed: whoever
 * reads the clock again finds the next one.
 */
export const putHeldChange = (
  account: Pick<Account, 'sid' | 'zone'>,
  { meter, units, since }: HeldChange,
  now: number,
): Write =>
  HeldEntity.build(UpdateTransaction)
    .item({
      accountSid: account.sid,
      key: keyOf(meter, billingDay(now, account.zone)),
      change: $add(units),
      moment: $add(units * BigInt(since)),
      begun: $add(units > 0n ? units : 0n),
    })
    .options({ condition: { attr: 'closed', exists: false } });

/** What an account holds over a local day so far; `closed`: its event has been made. */
export async function loadHeldDay(
  accountSid: string,
  meter: string,
  day: Day,
): Promise<HeldDay & { readonly closed: boolean }> {
  const { Item } = await HeldEntity.build(GetItemCommand)
    .key({ accountSid, key: keyOf(meter, day) })
    .options({ consistent: true })
    .send();
  const { level, change, moment, begun, remainder, closed } = Item ?? {};
  const whole = (value: number | bigint | undefined) => BigInt(value ?? 0);
  return {
    level: whole(level),
    change: whole(change),
    moment: whole(moment),
    begun: whole(begun),
    remainder: whole(remainder),
    closed: closed === true,
  };
}

/** Takes no further change into a day, on condition that none came since it was read, and that it is still open. */
export const closeHeldDay = (accountSid: string, meter: string, day: Day, read: HeldDay): Write =>
  HeldEntity.build(UpdateTransaction)
    .item({ accountSid, key: keyOf(meter, day), closed: true })
    .options({
      condition: {
        and: [
          { attr: 'closed', exists: false },
          isStill('change', read.change),
          isStill('moment', read.moment),
          isStill('begun', read.begun),
        ],
      },
    });

/** A sum of nothing stands for 0: so does one to which as much was added as taken. */
const isStill = (attr: 'change' | 'moment' | 'begun', value: bigint) =>
  value === 0n
    ? {
        or: [
          { attr, exists: false },
          { attr, eq: 0n },
        ],
      }
    : { attr, eq: value };

/** How the next day begins; nothing where there is nothing to hand on. */
export const openHeldDay = (
  accountSid: string,
  meter: string,
  day: Day,
  { level, remainder }: Pick<HeldDay, 'level' | 'remainder'>,
): Write[] =>
  level === 0n && remainder === 0n
    ? []
    : [HeldEntity.build(UpdateTransaction).item({ accountSid, key: keyOf(meter, day), level, remainder })];
