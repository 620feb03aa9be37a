import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { isCancelled } from '../../../lib/store/commit.ts';
import { documents } from '../../../lib/store/table.ts';

/** A request of the table's client, as it went to the wire. */
export type Recorded = { readonly command: string; readonly body: string | Uint8Array };

/** Records, in the SDK's own middleware, each request of the table's client; what it answers takes those since the last time. */
export function recordRequests(): () => Recorded[] {
  const recorded: Recorded[] = [];
  documents.middlewareStack.add(
    (next, context) => (args) => {
      const { body } = args.request as { body: string | Uint8Array };
      recorded.push({ command: String(context['commandName']), body });
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'recorded' },
  );
  return () => recorded.splice(0);
}

const bare = new DynamoDBClient({});

const senders: Readonly<Record<string, (input: never) => Promise<unknown>>> = {
  GetItemCommand: (input: GetItemCommandInput) => bare.send(new GetItemCommand(input)),
  BatchGetItemCommand: (input: BatchGetItemCommandInput) => bare.send(new BatchGetItemCommand(input)),
  BatchWriteItemCommand: (input: BatchWriteItemCommandInput) => bare.send(new BatchWriteItemCommand(input)),
  QueryCommand: (input: QueryCommandInput) => bare.send(new QueryCommand(input)),
  PutItemCommand: (input: PutItemCommandInput) => bare.send(new PutItemCommand(input)),
  UpdateItemCommand: (input: UpdateItemCommandInput) => bare.send(new UpdateItemCommand(input)),
  DeleteItemCommand: (input: DeleteItemCommandInput) => bare.send(new DeleteItemCommand(input)),
  TransactWriteItemsCommand: (input: TransactWriteItemsCommandInput) => bare.send(new TransactWriteItemsCommand(input)),
};

/**
 * Recorded requests as they are sent again, one after another, by a client with nothing around it. A transaction has its
 * request token in it, so that it is answered as it was and changes nothing; another write whose condition its first time has made
 * untrue is refused.
 */
export function replayOf(recorded: readonly Recorded[]): () => Promise<void> {
  const requests = recorded.map(({ command, body }) => {
    const send = senders[command];
    if (send === undefined) throw new Error(`How ${command} is sent again is not known.`);
    const input = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)) as never;
    return () => send(input);
  });
  return async () => {
    for (const request of requests) {
      try {
        await request();
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) && !isCancelled(error)) throw error;
      }
    }
  };
}
