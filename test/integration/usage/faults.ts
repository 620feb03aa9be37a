import type { DynamoDBClient, TransactWriteItemsInput } from '@aws-sdk/client-dynamodb';

/** Makes the table misbehave as AWS may: conflicts, throttling, and a timeout after the transaction was committed. */
export function injectFaults(
  dynamo: DynamoDBClient,
  random: () => number,
): { readonly counts: Record<string, number>; readonly remove: () => void } {
  const counts: Record<string, number> = { TransactionConflict: 0, ThrottlingException: 0, TimeoutAfterCommit: 0 };
  const fault = (name: string, more: object = {}) => Object.assign(new Error(name), { name, $metadata: {}, ...more });
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== 'TransactWriteItemsCommand') return next(args);
      const dice = random();
      if (dice < 0.08) {
        counts['TransactionConflict'] = (counts['TransactionConflict'] ?? 0) + 1;
        const items = (args.input as TransactWriteItemsInput).TransactItems ?? [];
        const CancellationReasons = items.map((_, index) => ({ Code: index === 0 ? 'TransactionConflict' : 'None' }));
        throw fault('TransactionCanceledException', { CancellationReasons });
      }
      if (dice < 0.14) {
        counts['ThrottlingException'] = (counts['ThrottlingException'] ?? 0) + 1;
        throw fault('ThrottlingException');
      }
      const result = await next(args);
      if (dice < 0.22) {
        counts['TimeoutAfterCommit'] = (counts['TimeoutAfterCommit'] ?? 0) + 1;
        throw fault('TimeoutError');
      }
      return result;
    },
    { step: 'initialize', name: 'faults', override: true },
  );
  return { counts, remove: () => dynamo.middlewareStack.remove('faults') };
}
