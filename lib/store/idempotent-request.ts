import { randomBytes } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { environment } from '../environment/environment.ts';
import { documents } from './table.ts';

const keptForMilliseconds = 24 * 60 * 60 * 1_000;
// Longer than a function may run: whoever held it is dead by then.
const leaseMilliseconds = 30_000;

const Stored = z.object({
  fingerprint: z.string(),
  seed: z.string(),
  leaseUntil: z.number(),
  answer: z.optional(z.string()),
  endsAt: z.number(),
});
type Stored = z.infer<typeof Stored>;

/** Whose key: the account whose credentials were given, and the text that it chose. */
export type RequestKey = { readonly accountSid: string; readonly key: string };

/** The right to do a request, for 30 s. What it creates takes its SIDs from `seed`, which outlives a crash. */
export type Claim = {
  readonly requestKey: RequestKey;
  readonly seed: string;
  readonly leaseUntil: number;
  /** An earlier attempt was cut short, and may have got some way. */
  readonly repeated: boolean;
  /** When the first attempt was made, epoch milliseconds. */
  readonly askedAt: number;
};

/** What is known of a request: it is ours to do, it was answered (sealed), it is being done, or it was another. */
export type Claimed =
  | { readonly kind: 'ours'; readonly claim: Claim }
  | { readonly kind: 'answered'; readonly answer: string }
  | { readonly kind: 'underway' }
  | { readonly kind: 'different' };

/** Where a request with a key stands: `IDE#<account>#<key>`. Also what its answer is sealed for. */
export const requestKeyOf = ({ accountSid, key }: RequestKey): string => `IDE#${accountSid}#${key}`;

const itemKey = (requestKey: RequestKey) => ({ PK: requestKeyOf(requestKey), SK: 'IDE' });

/**
 * Claims a request before it is done. `fingerprint` tells what was asked; `now` in epoch milliseconds. One of many at
 * once gets it; a claim whose holder died is given again once its lease is over, with the same seed.
 */
export async function claimRequest(requestKey: RequestKey, fingerprint: string, now: number): Promise<Claimed> {
  const seed = randomBytes(32).toString('hex');
  const leaseUntil = now + leaseMilliseconds;
  const endsAt = now + keptForMilliseconds;
  if (await putNew(requestKey, { fingerprint, seed, leaseUntil, endsAt }, now)) {
    return { kind: 'ours', claim: { requestKey, seed, leaseUntil, repeated: false, askedAt: now } };
  }
  const found = await load(requestKey);
  // Given up or expired this very moment: whoever comes again finds it free.
  if (found === undefined) return { kind: 'underway' };
  if (found.fingerprint !== fingerprint) return { kind: 'different' };
  if (found.answer !== undefined) return { kind: 'answered', answer: found.answer };
  if (found.leaseUntil > now) return { kind: 'underway' };
  const taken = await changeWhileLeased(requestKey, found.leaseUntil, 'leaseUntil = :value', leaseUntil);
  if (!taken) return { kind: 'underway' };
  const askedAt = found.endsAt - keptForMilliseconds;
  return { kind: 'ours', claim: { requestKey, seed: found.seed, leaseUntil, repeated: true, askedAt } };
}

/** Keeps the answer, sealed, for whoever repeats the request within 24 hours. */
export async function keepAnswer({ requestKey, leaseUntil }: Claim, answer: string): Promise<void> {
  await changeWhileLeased(requestKey, leaseUntil, 'answer = :value', answer);
}

/** Lets the request be tried again at once: it failed for no reason of its own. The seed stays. */
export async function giveUpClaim({ requestKey, leaseUntil }: Claim): Promise<void> {
  await changeWhileLeased(requestKey, leaseUntil, 'leaseUntil = :value', 0);
}

async function putNew(requestKey: RequestKey, stored: Stored, now: number): Promise<boolean> {
  return whether(
    documents.send(
      new PutCommand({
        TableName: environment().tableName,
        Item: { ...itemKey(requestKey), ...stored, expires: Math.ceil(stored.endsAt / 1_000) },
        ConditionExpression: 'attribute_not_exists(PK) OR endsAt <= :now',
        ExpressionAttributeValues: { ':now': now },
      }),
    ),
  );
}

async function load(requestKey: RequestKey): Promise<Stored | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: environment().tableName, Key: itemKey(requestKey), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : Stored.parse(Item);
}

/** One change, on condition that nobody else has taken the claim. Whether it was made. */
const changeWhileLeased = (requestKey: RequestKey, lease: number, change: string, value: unknown): Promise<boolean> =>
  whether(
    documents.send(
      new UpdateCommand({
        TableName: environment().tableName,
        Key: itemKey(requestKey),
        UpdateExpression: `SET ${change}`,
        ConditionExpression: 'leaseUntil = :lease AND attribute_not_exists(answer)',
        ExpressionAttributeValues: { ':lease': lease, ':value': value },
      }),
    ),
  );

async function whether(change: Promise<unknown>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
