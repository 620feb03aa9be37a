import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../../lib/environment/environment.ts';
import { eraseAnswersTo, eraseExchangesOf } from '../../lib/exchange/erase-exchanges.ts';
import { documents } from '../../lib/store/table.ts';
import type { Message } from './message.ts';

type Copied = Pick<Message, 'sid' | 'accountSid' | 'causedBy'>;

/**
 * Takes text and media out of the message's exchanges with carriers and programs, out of the answer of the program that
 * asked for it, and out of the outbox entry that did, which stay for days after it was done. It is done before the
 * message itself is redacted: cut off between, it is done again.
 */
export async function redactCopies({ sid, accountSid, causedBy }: Copied): Promise<void> {
  await eraseExchangesOf(accountSid, sid);
  if (causedBy === undefined) return;
  await eraseAnswersTo(accountSid, causedBy);
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
