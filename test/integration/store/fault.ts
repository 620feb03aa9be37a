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

function errorOf(codes: readonly string[] | undefined): Error {
  if (codes === undefined)
    return Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
  const CancellationReasons = codes.map((Code) => ({ Code }));
  return new TransactionCanceledException({ message: 'Transaction cancelled', $metadata: {}, CancellationReasons });
}
