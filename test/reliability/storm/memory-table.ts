import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Value = string | number | bigint | boolean;
export type Item = Record<string, Value>;
type Expressions = {
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Value>>;
};
type Action = {
  readonly Put?: Expressions & { readonly Item: Item };
  readonly Update?: Expressions & { readonly Key: Item };
  readonly ConditionCheck?: Expressions & { readonly Key: Item };
};
type Input = { readonly TransactItems?: readonly Action[]; readonly ClientRequestToken?: string };

/** As DynamoDB: a request token is known for ten minutes. */
const tokenMilliseconds = 10 * 60_000;

/**
 * A model of DynamoDB's transactions, in memory, for storms that are too large for a local engine: all or nothing, reasons
 * by position, request tokens that are forgotten after ten minutes. It stands in the SDK's middleware, so what runs
 * against it is the consumer as it is. It takes the expressions that consumers of usage write, and refuses others.
 */
export class MemoryTable {
  readonly items = new Map<string, Item>();
  readonly #tokens = new Map<string, number>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Answers transactions in the table's stead; everything else still goes to the table. Answers how to end it. */
  standIn(dynamo: DynamoDBClient): () => void {
    dynamo.middlewareStack.add(
      (next, context) => async (args) => {
        if (context['commandName'] !== 'TransactWriteItemsCommand') return next(args);
        this.#transact(args.input as unknown as Input);
        return { output: { $metadata: {} }, response: {} } as never;
      },
      { step: 'serialize', priority: 'high', name: 'memory-table', override: true },
    );
    return () => {
      dynamo.middlewareStack.remove('memory-table');
    };
  }

  /** The items whose partition key begins so. */
  under(prefix: string): Item[] {
    return [...this.items.values()].filter(({ PK }) => String(PK).startsWith(prefix));
  }

  #transact({ TransactItems = [], ClientRequestToken: token }: Input): void {
    const at = this.#clock();
    if (token !== undefined && at - (this.#tokens.get(token) ?? Number.NEGATIVE_INFINITY) < tokenMilliseconds) return;
    const failed = TransactItems.map((action) => !this.#holds(action));
    if (failed.includes(true)) {
      const CancellationReasons = failed.map((isFailed) => ({ Code: isFailed ? 'ConditionalCheckFailed' : 'None' }));
      throw Object.assign(new Error('Transaction cancelled'), {
        name: 'TransactionCanceledException',
        $metadata: {},
        CancellationReasons,
      });
    }
    for (const action of TransactItems) this.#write(action);
    if (token !== undefined) this.#tokens.set(token, at);
  }

  #holds({ Put, Update, ConditionCheck }: Action): boolean {
    const expressions: Expressions = Put ?? Update ?? ConditionCheck ?? {};
    const {
      ConditionExpression,
      ExpressionAttributeNames: names = {},
      ExpressionAttributeValues: values,
    } = expressions;
    if (ConditionExpression === undefined) return true;
    const found = this.items.get(keyOf(Put?.Item ?? Update?.Key ?? ConditionCheck?.Key ?? {}));
    return ConditionExpression.split(' OR ').some((term) => {
      const absent = /^\(?attribute_not_exists\((#\w+)\)\)?$/.exec(term)?.[1];
      if (absent !== undefined) return found?.[names[absent] ?? ''] === undefined;
      const [, left = '', right = ''] = /^\(?(#\w+) < (:\w+)\)?$/.exec(term) ?? [];
      const [has, bound] = [found?.[names[left] ?? ''], values?.[right]];
      if (bound === undefined) throw new Error(`The model of the table does not know the condition ${term}`);
      return has !== undefined && has < bound;
    });
  }

  #write({ Put, Update }: Action): void {
    if (Put !== undefined) this.items.set(keyOf(Put.Item), Put.Item);
    if (Update === undefined) return;
    const { UpdateExpression = '', ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values } = Update;
    const item = { ...Update.Key, ...this.items.get(keyOf(Update.Key)) };
    for (const [, name = '', value = ''] of UpdateExpression.matchAll(/(#\w+) (:\w+)/g)) {
      const attribute = names[name] ?? '';
      item[attribute] = BigInt(item[attribute] ?? 0n) + BigInt(values?.[value] ?? 0n);
    }
    for (const [, name = '', value = ''] of UpdateExpression.matchAll(/(#\w+) = (?:if_not_exists\(#\w+, )?(:\w+)/g)) {
      item[names[name] ?? ''] = values?.[value] ?? '';
    }
    this.items.set(keyOf(Update.Key), item);
  }
}

const keyOf = ({ PK, SK }: Item): string => `${PK} ${SK}`;
