import { paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { environment } from '../environment/environment.ts';
import { type Day, dayBounds, type Span } from '../period/day.ts';
import { documents } from '../store/table.ts';
import { usagePartition } from './usage-event.ts';

/**
 * When the uses of those ledger lines ended that stand in another local day than that of their end: what came late, or was rated
 * again. From the first of them to the last; undefined where there are none. The table looks for them.
 */
export async function strayEnds(accountSid: string, day: Day, zone: string): Promise<Span | undefined> {
  const { startsAt, endsAt } = dayBounds(day, zone);
  const pages = ledgerPages(accountSid, day, {
    KeyConditionExpression: 'PK = :pk',
    FilterExpression: 'finalizedAt < :startsAt OR finalizedAt >= :endsAt',
    ProjectionExpression: 'finalizedAt',
    ExpressionAttributeValues: { ':startsAt': startsAt, ':endsAt': endsAt },
  });
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for await (const { Items = [] } of pages) {
    for (const { finalizedAt } of Items) {
      first = Math.min(first, finalizedAt);
      last = Math.max(last, finalizedAt);
    }
  }
  return last < first ? undefined : { startsAt: first, endsAt: last + 1 };
}

/** Whether an account's local day has a ledger line of a meter that has a price; the table looks for it. */
export async function hasRatedLine(accountSid: string, day: Day, meter: string): Promise<boolean> {
  const pages = ledgerPages(accountSid, day, {
    KeyConditionExpression: 'PK = :pk AND begins_with(SK, :meter)',
    FilterExpression: 'attribute_not_exists(unrated)',
    ProjectionExpression: 'SK',
    ExpressionAttributeValues: { ':meter': `${meter}#` },
  });
  for await (const { Items = [] } of pages) if (Items.length > 0) return true;
  return false;
}

type Asked = Omit<QueryCommandInput, 'TableName' | 'ConsistentRead'>;

/** Pages of a local day's ledger lines, of which the table answers what is asked; the day's partition is `:pk`. */
const ledgerPages = (accountSid: string, day: Day, asked: Asked) =>
  paginateQuery(
    { client: documents },
    {
      ...asked,
      TableName: environment().tableName,
      ExpressionAttributeValues: {
        ...asked.ExpressionAttributeValues,
        ':pk': `LED#${usagePartition(accountSid, day)}`,
      },
      ConsistentRead: true,
    },
  );
