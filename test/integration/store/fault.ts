import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** What goes wrong, and how often: before the table is asked, or after it has done what was asked. */
export type Fault = {
  readonly times: number;
  /** The transaction's cancellation reasons; without them the connection times out. */
  readonly codes?: readonly string[];
  readonly after?: boolean;
};

/** Makes the next transactions fail, in the SDK's own middleware; answers how to heal it. */
export async function fail({ times, codes, after = false }: Fault): Promise<() => void> {
  const { documents } = await import('../../../lib/store/table.ts');
  let left = times;
  const name = 'fault';
  // Between the SDK's retries and the wire: what it would try again by itself, it does.
  documents.middlewareStack.add(
    (next, context) => async (args) => {
      const faulty = left > 0 && context['commandName'] === 'TransactWriteItemsCommand';
      if (!faulty) return next(args);
      left -= 1;
      if (after) await next(args);
      throw errorOf(codes);
    },
    { step: 'finalizeRequest', priority: 'low', name, override: true },
  );
  return () => {
    documents.middlewareStack.remove(name);
  };
}

/** Counts the transactions that the table has taken; answers how many so far, and how to stop counting. */
export async function countCommits(): Promise<{ readonly seen: () => number; readonly stop: () => void }> {
  const { documents } = await import('../../../lib/store/table.ts');
  let seen = 0;
  const name = 'count';
  documents.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      if (context['commandName'] === 'TransactWriteItemsCommand') seen += 1;
      return result;
    },
    { step: 'initialize', name, override: true },
  );
  return { seen: () => seen, stop: () => void documents.middlewareStack.remove(name) };
}

function errorOf(codes: readonly string[] | undefined): Error {
  if (codes === undefined)
    return Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
  const CancellationReasons = codes.map((Code) => ({ Code }));
  return new TransactionCanceledException({ message: 'Transaction cancelled', $metadata: {}, CancellationReasons });
}

/**
 * The function dies once it has asked the table so often: nothing that it asks after that gets there, what it meant to
 * tidy up included. Answers how the next one starts, which tells whether this one has died.
 */
export async function dyingAfter(requests: number): Promise<() => boolean> {
  const { documents } = await import('../../../lib/store/table.ts');
  let left = requests;
  let died = false;
  const name = 'death';
  documents.middlewareStack.add(
    (next) => async (args) => {
      died ||= left <= 0;
      if (died) throw Object.assign(new Error('The function has died'), { name: 'Death' });
      left -= 1;
      return next(args);
    },
    { step: 'initialize', name, override: true },
  );
  return () => {
    documents.middlewareStack.remove(name);
    return died;
  };
}
