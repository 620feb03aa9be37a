import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { environment } from '../environment/environment.ts';
import { documents } from '../store/table.ts';
import { type Bucket, type Flow, flowOf, tokensIn, waitFor } from './token-bucket.ts';

// A block is what an account may use in a twentieth of a second; the bucket holds two seconds' worth.
const blocksPerSecond = 20;
const capacitySeconds = 2;
const drawsMax = 3;
const keptForSeconds = 60 * 60;
const accountsMax = 1_000;

/** What this warm function holds of an account's requests, or until when (epoch microseconds) there are none. */
type Hand = { tokens: number; emptyUntil: number };
const hands = new Map<string, Hand>();

/**
 * Lets a request of an account pass, or tells after how many seconds to come again. The bucket is in the table; a warm
 * function draws a block of tokens from it and comes again when they are used up, so that one request in so many
 * writes, and none reads. `at`: the machine's own clock, epoch milliseconds.
 */
export async function passRequest(
  accountSid: string,
  perSecond: number,
  at: number,
): Promise<'passed' | { readonly retryAfterSeconds: number }> {
  const hand = handOf(accountSid);
  const now = at * 1_000;
  if (hand.tokens === 0 && hand.emptyUntil <= now) await refill(hand, accountSid, perSecond, now);
  if (hand.tokens > 0) {
    hand.tokens -= 1;
    return 'passed';
  }
  return { retryAfterSeconds: Math.max(1, Math.ceil((hand.emptyUntil - now) / 1_000_000)) };
}

function handOf(accountSid: string): Hand {
  const known = hands.get(accountSid);
  if (known !== undefined) return known;
  if (hands.size >= accountsMax) hands.clear();
  const hand = { tokens: 0, emptyUntil: 0 };
  hands.set(accountSid, hand);
  return hand;
}

/** Draws a block, first without looking; then, where the bucket is full or holds less, as much as there is. */
async function refill(hand: Hand, accountSid: string, perSecond: number, now: number): Promise<void> {
  const PK = `LIM#${accountSid}`;
  const flow = flowOf(perSecond, capacitySeconds);
  let wanted = Math.max(1, Math.floor(perSecond / blocksPerSecond));
  let drawn = await draw(PK, wanted, flow, now);
  for (let draws = 1; !drawn && draws < drawsMax; draws += 1) {
    const bucket = await load(PK);
    wanted = Math.min(wanted, tokensIn(bucket, flow, now));
    if (bucket !== undefined && wanted === 0) {
      hand.emptyUntil = now + waitFor(bucket, flow, now);
      return;
    }
    drawn = isFull(bucket, flow, now) ? await drawFromFull(PK, wanted, flow, now) : await draw(PK, wanted, flow, now);
  }
  if (drawn) hand.tokens += wanted;
  // Others took what was left meanwhile.
  else hand.emptyUntil = now + flow.interval;
}

const isFull = (bucket: Bucket | undefined, { capacity }: Flow, now: number): boolean =>
  bucket === undefined || bucket.emptySince < now - capacity;

/** Takes tokens of a bucket that is neither full nor holds fewer. Never loses to another who does. */
const draw = (PK: string, count: number, { interval, capacity }: Flow, now: number): Promise<boolean> =>
  updated(PK, now, {
    UpdateExpression: 'SET emptySince = emptySince + :drawn, expires = :expires',
    ConditionExpression: 'emptySince BETWEEN :full AND :latest',
    ExpressionAttributeValues: {
      ':drawn': count * interval,
      ':full': now - capacity,
      ':latest': now - count * interval,
    },
  });

const drawFromFull = (PK: string, count: number, { interval, capacity }: Flow, now: number): Promise<boolean> =>
  updated(PK, now, {
    UpdateExpression: 'SET emptySince = :next, expires = :expires',
    ConditionExpression: 'attribute_not_exists(emptySince) OR emptySince < :full',
    ExpressionAttributeValues: { ':next': now - capacity + count * interval, ':full': now - capacity },
  });

const keyOf = (PK: string) => ({ PK, SK: 'REQUESTS' });

async function load(PK: string): Promise<Bucket | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: environment().tableName, Key: keyOf(PK), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : { emptySince: Number(Item['emptySince']) };
}

type Change = Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>;

async function updated(PK: string, now: number, change: Change): Promise<boolean> {
  const expires = Math.ceil(now / 1_000_000) + keptForSeconds;
  const ExpressionAttributeValues = { ...change.ExpressionAttributeValues, ':expires': expires };
  const request = { TableName: environment().tableName, Key: keyOf(PK), ...change, ExpressionAttributeValues };
  try {
    await documents.send(new UpdateCommand(request));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
