import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { environment } from '../../lib/environment/environment.ts';
import { documents } from '../../lib/store/table.ts';
import { closedAfter, type Endpoint, freeSlot, leaseMilliseconds, slotNames } from './endpoint-standing.ts';

const keptForSeconds = 24 * 60 * 60;
const trialMilliseconds = 15_000;
/** One for each place: whoever fails to take one has seen another take it. */
const entriesTried = slotNames.length;

const Stored = z.object({
  failures: z.optional(z.number()),
  closedUntil: z.optional(z.number()),
  ...Object.fromEntries(slotNames.map((name) => [name, z.optional(z.number())])),
});

/** Whose endpoint: an account's, at an origin (scheme, host and port). */
export type Place = { readonly accountSid: string; readonly url: string };

/** The right to send to an endpoint until it is given back; or when to ask for it again, epoch milliseconds. */
export type Pass = { readonly kind: 'open'; readonly place: Place; readonly slot: string; readonly isTrial: boolean };
export type Closed = { readonly kind: 'closed'; readonly until: number };

/**
 * Asks to send to an endpoint: one of ten places, where it is not closed for its failures. What was closed long enough is
 * tried by one. `at` is the machine's time: this protects the platform.
 */
export async function enter(place: Place, at: number): Promise<Pass | Closed> {
  let standing: Endpoint = {};
  for (let tried = 0; tried < entriesTried; tried += 1) {
    const slot = freeSlot(standing, at, Math.random());
    if (slot === undefined) break;
    const { closedUntil } = standing;
    const isTrial = closedUntil !== undefined;
    if (isTrial && closedUntil > at) return { kind: 'closed', until: closedUntil };
    const taken = isTrial ? await tryOut(place, slot, closedUntil, at) : await take(place, slot, at);
    if (taken) return { kind: 'open', place, slot, isTrial };
    standing = await load(place);
  }
  return { kind: 'closed', until: Math.max(standing.closedUntil ?? 0, at + 1_000) };
}

const take = (place: Place, slot: string, at: number): Promise<boolean> =>
  update(place, 'SET #slot = :lease, expires = :expires', {
    condition: '(attribute_not_exists(#slot) OR #slot < :at) AND attribute_not_exists(closedUntil)',
    names: { '#slot': slot },
    values: { ':lease': at + leaseMilliseconds, ':at': at, ':expires': expiresAt(at) },
  });

const tryOut = (place: Place, slot: string, seen: number, at: number): Promise<boolean> =>
  update(place, 'SET #slot = :lease, closedUntil = :until', {
    condition: 'closedUntil = :seen',
    names: { '#slot': slot },
    values: { ':lease': at + leaseMilliseconds, ':until': at + trialMilliseconds, ':seen': seen },
  });

/**
 * Gives the place back. An endpoint that answered is open; one that failed five times in a row is closed for a while, and
 * for longer each time that its trial fails. What was under way when it was closed counts no more.
 */
export async function leave({ place, slot, isTrial }: Pass, hasAnswered: boolean, at: number): Promise<void> {
  const names = { '#slot': slot };
  if (hasAnswered) {
    await update(place, 'REMOVE #slot, failures, closedUntil', { names });
    return;
  }
  const values = { ':one': 1 };
  const condition = isTrial ? 'attribute_exists(closedUntil)' : 'attribute_not_exists(closedUntil)';
  if (!(await update(place, 'REMOVE #slot ADD failures :one', { condition, names, values }))) {
    await update(place, 'REMOVE #slot', { names });
    return;
  }
  const until = closedAfter((await load(place)).failures ?? 0, at);
  if (until === undefined) return;
  const closing = { ':until': until, ':expires': expiresAt(until) };
  await update(place, 'SET closedUntil = :until, expires = :expires', { condition, values: closing });
}

/** Until when an endpoint is closed, as it stands now; undefined where it is open. */
export async function closedUntil(place: Place, at: number): Promise<number | undefined> {
  const { closedUntil: until } = await load(place);
  return until !== undefined && until > at ? until : undefined;
}

const expiresAt = (at: number): number => Math.ceil(at / 1_000) + keptForSeconds;

function keyOf({ accountSid, url }: Place) {
  const origin = URL.parse(url)?.origin ?? '';
  return { PK: `END#${accountSid}#${createHash('sha256').update(origin).digest('hex').slice(0, 32)}`, SK: 'END' };
}

async function load(place: Place): Promise<Endpoint> {
  const { Item = {} } = await documents.send(
    new GetCommand({ TableName: environment().tableName, Key: keyOf(place), ConsistentRead: true }),
  );
  return Stored.parse(Item);
}

type Terms = {
  readonly condition?: string;
  readonly names?: Record<string, string>;
  readonly values?: Record<string, unknown>;
};

/** Whether the change was made: its condition held. */
async function update(place: Place, expression: string, { condition, names, values }: Terms): Promise<boolean> {
  const command = new UpdateCommand({
    TableName: environment().tableName,
    Key: keyOf(place),
    UpdateExpression: expression,
    ...(condition !== undefined && { ConditionExpression: condition }),
    ...(names && { ExpressionAttributeNames: names }),
    ...(values && { ExpressionAttributeValues: values }),
  });
  try {
    await documents.send(command);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
