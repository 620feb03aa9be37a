import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../environment/environment.ts';
import { documents } from '../store/table.ts';
import { Contended } from '../store/until-committed.ts';

const attemptsMax = 10;
const keptAfterSeconds = 24 * 60 * 60;

/** How fast a queue may go, and how far its slots may reach from now. */
export interface Pace {
  /** 0: as fast as it comes. */
  readonly perSecond: number;
  readonly backlogMaxMilliseconds: number;
}

/**
 * Takes the next slot of a queue (`SLO#<queue>`), in epoch milliseconds: `max(now, nextSlot)`, and the one after it is
 * `1 / perSecond` later. Each slot is given once, in order, by a conditional update that never loses to another:
 * however many ask at once, each costs two requests. `full`: the next slot lies beyond the backlog, and nothing was
 * taken. A slot that is taken and not used stays empty.
 */
export async function takeSlot(queue: string, pace: Pace, now: number): Promise<number | 'full'> {
  if (pace.perSecond === 0) return now;
  const PK = `SLO#${queue}`;
  const interval = Math.ceil(1_000_000 / pace.perSecond);
  const earliest = now * 1_000;
  const latest = earliest + pace.backlogMaxMilliseconds * 1_000;
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const next = await nextSlotOf(PK);
    if (next !== undefined && next > latest) return 'full';
    const slot =
      next === undefined || next < earliest
        ? await startAt(PK, earliest, interval)
        : await append(PK, { earliest, latest }, interval);
    if (slot !== undefined) return Math.floor(slot / 1_000);
  }
  throw new Contended(PK);
}

/** In epoch microseconds: at 1,000 messages a second, slots of whole milliseconds would drift. */
async function nextSlotOf(PK: string): Promise<number | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: environment().tableName, Key: { PK, SK: 'SLOT' }, ConsistentRead: true }),
  );
  return Item === undefined ? undefined : Number(Item['nextSlot']);
}

/** The queue is empty: this slot is the first. `undefined` when another was first. */
const startAt = (PK: string, earliest: number, interval: number) =>
  update(PK, interval, {
    UpdateExpression: 'SET nextSlot = :next, expires = :expires',
    ConditionExpression: 'attribute_not_exists(nextSlot) OR nextSlot < :earliest',
    ExpressionAttributeValues: { ':next': earliest + interval, ':earliest': earliest, ':expires': expires(earliest) },
  });

/** Takes the queue's end. `undefined` when it has moved out of its bounds. */
const append = (PK: string, { earliest, latest }: { earliest: number; latest: number }, interval: number) =>
  update(PK, interval, {
    UpdateExpression: 'SET nextSlot = nextSlot + :interval, expires = :expires',
    ConditionExpression: 'nextSlot BETWEEN :earliest AND :latest',
    ExpressionAttributeValues: {
      ':interval': interval,
      ':earliest': earliest,
      ':latest': latest,
      ':expires': expires(latest),
    },
  });

const expires = (microseconds: number): number => Math.ceil(microseconds / 1_000_000) + keptAfterSeconds;

type Change = Pick<
  ConstructorParameters<typeof UpdateCommand>[0],
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
>;

async function update(PK: string, interval: number, change: Change): Promise<number | undefined> {
  const Key = { PK, SK: 'SLOT' };
  try {
    const { Attributes } = await documents.send(
      new UpdateCommand({ TableName: environment().tableName, Key, ...change, ReturnValues: 'UPDATED_NEW' }),
    );
    return Number(Attributes?.['nextSlot']) - interval;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
