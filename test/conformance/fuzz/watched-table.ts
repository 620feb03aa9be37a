import { AsyncLocalStorage } from 'node:async_hooks';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';

const writing = /^(Put|Update|Delete|TransactWrite|BatchWrite)/;

/** What counts how often, or what was answered, and not what there is. */
const uncounted = ['LIM#', 'IDE#', 'SLO#', 'EXC#'];

const withoutBigInts = (_name: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

/** Watches what the functions ask of the table: how often, and whether anything was written. */
export async function watchTable() {
  const { documents } = await import('../../../lib/store/table.ts');
  const current = new AsyncLocalStorage<{ requests: number; writes: number }>();
  documents.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const seen = current.getStore();
        if (seen === undefined) return next(args); // a carrier's webhook meanwhile
        seen.requests += 1;
        if (
          writing.test(commandName) &&
          !uncounted.some((prefix) => JSON.stringify(args.input, withoutBigInts).includes(`"${prefix}`))
        )
          seen.writes += 1;
        return next(args);
      },
    { step: 'initialize', name: 'watch', override: true },
  );
  return {
    /** What was asked by an act and all that it called, and by nobody else. */
    async during<Found>(act: () => Promise<Found>) {
      const seen = { requests: 0, writes: 0 };
      return { found: await current.run(seen, act), ...seen };
    },
    /** How many items there are. */
    async count(): Promise<number> {
      let [total, from] = [0, undefined as Record<string, unknown> | undefined];
      do {
        const { Count = 0, LastEvaluatedKey } = await documents.send(
          new ScanCommand({
            TableName: process.env['TABLE_NAME'],
            Select: 'COUNT',
            ConsistentRead: true,
            FilterExpression: uncounted.map((_, index) => `NOT begins_with(PK, :p${index})`).join(' AND '),
            ExpressionAttributeValues: Object.fromEntries(uncounted.map((prefix, index) => [`:p${index}`, prefix])),
            ...(from !== undefined && { ExclusiveStartKey: from }),
          }),
        );
        total += Count;
        from = LastEvaluatedKey;
      } while (from !== undefined);
      return total;
    },
  };
}
