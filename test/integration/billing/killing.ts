import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { BillingPlatform } from './billing-platform.ts';

export type Item = Record<string, unknown>;

/** What a killed function throws. */
export class Killed extends Error {}

const writes = new Set(['TransactWriteItemsCommand', 'PutObjectCommand']);

/** Lets the `nth` write to the table or the bucket through and dies at once, or just before it. Answers how many writes were seen. */
export async function killAt(
  nth: number,
  moment: 'before' | 'after',
): Promise<{ readonly seen: () => number; readonly remove: () => void }> {
  const { s3 } = await import('../../../lib/store/bucket.ts');
  const { dynamo } = await import('../../../lib/store/table.ts');
  let seen = 0;
  const killing = (next: (args: never) => Promise<never>, context: { commandName?: string }) => async (args: never) => {
    if (!writes.has(context.commandName ?? '')) return next(args);
    seen += 1;
    if (seen === nth && moment === 'before') throw new Killed();
    const result = await next(args);
    if (seen === nth) throw new Killed();
    return result;
  };
  const options = { step: 'initialize', name: 'kill', override: true } as const;
  dynamo.middlewareStack.add(killing as never, options);
  s3.middlewareStack.add(killing as never, options);
  const remove = () => {
    dynamo.middlewareStack.remove('kill');
    s3.middlewareStack.remove('kill');
  };
  return { seen: () => seen, remove };
}

/** Makes the items whose partition names `of` what they were: what came since goes, what changed comes back. */
export async function restoreItems(platform: BillingPlatform, snapshot: readonly Item[], of = ''): Promise<void> {
  const { documents } = await import('../../../lib/store/table.ts');
  const TableName = process.env['TABLE_NAME'] ?? '';
  const keyOf = ({ PK, SK }: Item) => ({ PK, SK });
  const kept = new Set(snapshot.map(({ PK, SK }) => `${PK} ${SK}`));
  const own = ({ PK }: Item) => String(PK).includes(of);
  const gone = (await platform.items()).filter((item) => own(item) && !kept.has(`${item['PK']} ${item['SK']}`));
  const requests = [
    ...gone.map((item) => ({ DeleteRequest: { Key: keyOf(item) } })),
    ...snapshot.filter(own).map((Item) => ({ PutRequest: { Item } })),
  ];
  for (let first = 0; first < requests.length; first += 25) {
    await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests.slice(first, first + 25) } }));
  }
}

export const inKeyOrder = (items: readonly Item[]): Item[] =>
  [...items].sort((left, right) => (`${left['PK']} ${left['SK']}` < `${right['PK']} ${right['SK']}` ? -1 : 1));
