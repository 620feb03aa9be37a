import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../environment/environment.ts';
import { documents } from '../store/table.ts';
import { exchangeOf, ownerOf } from './exchange.ts';

const none = { headers: {}, body: '', isWhole: false };

/**
 * Takes what was said out of the exchanges about a resource: bodies, headers and the URLs' queries. That there was a
 * request, when, and how it ended stays. For a message that is redacted, and for whatever is deleted.
 */
export const eraseExchangesOf = (accountSid: string, resourceSid: string): Promise<void> =>
  erase(accountSid, resourceSid, 'everything');

/** Takes the programs' answers out of a resource's exchanges: they may hold the text of a message that it caused. */
export const eraseAnswersTo = (accountSid: string, resourceSid: string): Promise<void> =>
  erase(accountSid, resourceSid, 'answers');

async function erase(accountSid: string, resourceSid: string, what: 'everything' | 'answers'): Promise<void> {
  const { tableName: TableName } = environment();
  const pages = paginateQuery(
    { client: documents },
    {
      TableName,
      KeyConditionExpression: 'PK = :owner',
      ExpressionAttributeValues: { ':owner': `EXC#${ownerOf(accountSid, resourceSid)}` },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) {
    await Promise.all(
      Items.map(async (item) => {
        const { url, counterpart } = exchangeOf(item);
        const Key = { PK: item['PK'], SK: item['SK'] };
        if (what === 'everything') await change(Key, everything(url));
        else if (counterpart === 'program') await change(Key, answers);
      }),
    );
  }
}

type Change = { readonly expression: string; readonly names: Record<string, string>; readonly values: object };

const everything = (url: string): Change => ({
  expression: 'SET #request = :none, #response = :none, #url = :url, isErased = :true REMOVE urlSealed',
  names: { '#request': 'request', '#response': 'response', '#url': 'url' },
  values: { ':none': none, ':url': url.split('?', 1)[0], ':true': true },
});

const answers: Change = {
  expression: 'SET #response = :none',
  names: { '#response': 'response' },
  values: { ':none': none },
};

async function change(Key: Record<string, unknown>, { expression, names, values }: Change): Promise<void> {
  const update = new UpdateCommand({
    TableName: environment().tableName,
    Key,
    ConditionExpression: 'attribute_exists(PK)',
    UpdateExpression: expression,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ...values },
  });
  try {
    await documents.send(update);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return; // it has expired meanwhile
  }
}
