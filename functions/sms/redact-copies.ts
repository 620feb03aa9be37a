import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../../lib/environment/environment.ts';
import { documents } from '../../lib/store/table.ts';
import type { Message } from './message.ts';

/**
 * Takes text and media out of the outbox entry that asked for a message, which stays for days after it was done. It
 * is done before the message itself is redacted: cut off between, it is done again.
 */
export async function redactCopies({ sid, causedBy }: Pick<Message, 'sid' | 'causedBy'>): Promise<void> {
  if (causedBy === undefined) return;
  const { tableName: TableName } = environment();
  const pages = paginateQuery(
    { client: documents },
    {
      TableName,
      KeyConditionExpression: 'PK = :cause',
      FilterExpression: '#input.messageSid = :sid',
      ExpressionAttributeNames: { '#input': 'input' },
      ExpressionAttributeValues: { ':cause': `OUT#${causedBy}`, ':sid': sid },
    },
  );
  for await (const { Items } of pages) {
    for (const entry of Items ?? []) await empty(TableName, { PK: entry['PK'], SK: entry['SK'] });
  }
}

async function empty(TableName: string, Key: { readonly PK: unknown; readonly SK: unknown }): Promise<void> {
  const change = new UpdateCommand({
    TableName,
    Key,
    ConditionExpression: 'attribute_exists(PK)',
    UpdateExpression: 'SET #input.#body = :none, #input.mediaUrls = :nothing',
    ExpressionAttributeNames: { '#input': 'input', '#body': 'body' },
    ExpressionAttributeValues: { ':none': '', ':nothing': [] },
  });
  try {
    await documents.send(change);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return; // it has expired meanwhile
  }
}
