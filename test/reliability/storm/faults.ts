import type { DynamoDBClient, TransactWriteItemsInput } from '@aws-sdk/client-dynamodb';

/** How often each thing went wrong. */
export type FaultCounts = { conflicts: number; throttled: number; timeouts: number; deaths: number };

const error = (name: string, more: object = {}) => Object.assign(new Error(name), { name, $metadata: {}, ...more });

/**
 * Makes the table misbehave as AWS may: conflicts, throttling, a timeout after the transaction was committed. And lets the
 * consumer die at any of its requests: once dead, nothing that it asks gets anywhere, until the next one starts.
 */
export function injectFaults(dynamo: DynamoDBClient, random: () => number) {
  const counts: FaultCounts = { conflicts: 0, throttled: 0, timeouts: 0, deaths: 0 };
  let lifetime = Number.POSITIVE_INFINITY;
  let isDead = false;
  const die = (): never => {
    isDead = true;
    throw error('Death');
  };
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      if (isDead) die();
      lifetime -= 1;
      if (lifetime < 0) die();
      if (context['commandName'] !== 'TransactWriteItemsCommand') return next(args);
      const dice = random();
      if (dice < 0.08) {
        counts.conflicts += 1;
        const items = (args.input as TransactWriteItemsInput).TransactItems ?? [];
        const CancellationReasons = items.map((_, index) => ({ Code: index === 0 ? 'TransactionConflict' : 'None' }));
        throw error('TransactionCanceledException', { CancellationReasons });
      }
      if (dice < 0.14) {
        counts.throttled += 1;
        throw error('ThrottlingException');
      }
      const result = await next(args);
      if (lifetime === 0) die(); // it was committed; nobody lives to hear of it
      if (dice < 0.22) {
        counts.timeouts += 1;
        throw error('TimeoutError');
      }
      return result;
    },
    { step: 'initialize', name: 'faults', override: true },
  );
  return {
    counts,
    /** The next consumer dies before its request after `requests`, or, where that is a commit, right after it. */
    dieAfter(requests: number): void {
      lifetime = requests;
    },
    /** A new consumer starts; answers whether the last one died. */
    revive(): boolean {
      const died = isDead;
      if (died) counts.deaths += 1;
      isDead = false;
      lifetime = Number.POSITIVE_INFINITY;
      return died;
    },
    remove: () => {
      dynamo.middlewareStack.remove('faults');
    },
  };
}
export type Faults = ReturnType<typeof injectFaults>;
