import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Write } from '../../lib/store/commit.ts';

const batchSize = 25;
const atOnce = 8;

type Put = { readonly Put?: { readonly Item: Record<string, unknown> } };

/** Puts the items that writes would put, without their conditions and transactions: a benchmark's set-up. */
export async function putInBulk(writes: readonly Write[]): Promise<void> {
  const { documents, table } = await import('../../lib/store/table.ts');
  const items = writes.map((write) => {
    const { Put } = write.params() as Put;
    if (Put === undefined) throw new Error('Only what is put can be put in bulk.');
    return Put.Item;
  });
  const batches = Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  );
  for (let first = 0; first < batches.length; first += atOnce) {
    const put = batches.slice(first, first + atOnce).map(async (batch) => {
      const requests = batch.map((Item) => ({ PutRequest: { Item } }));
      const { UnprocessedItems = {} } = await documents.send(
        new BatchWriteCommand({ RequestItems: { [table.getName()]: requests } }),
      );
      if (Object.keys(UnprocessedItems).length > 0) throw new Error('The table did not take all of a batch.');
    });
    await Promise.all(put);
  }
}
