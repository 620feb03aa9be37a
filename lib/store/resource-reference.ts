import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { environment } from '../environment/environment.ts';
import { documents } from './table.ts';

const Stored = z.object({
  accountSid: z.string(),
  status: z.optional(z.string()),
  deletedAt: z.optional(z.number()),
  reference: z.optional(z.object({ carrier: z.string(), account: z.string(), id: z.string() })),
});

/** What any function may know of another's resource: whose it is, its status, whether it is deleted, and what the carrier calls it. */
export type ResourceReference = z.infer<typeof Stored>;

/** Reads that of a resource; undefined when there is none of that SID. */
export async function loadResourceReference(sid: string): Promise<ResourceReference | undefined> {
  const { Item } = await documents.send(
    new GetCommand({
      TableName: environment().tableName,
      Key: { PK: `RES#${sid}`, SK: 'RES' },
      ConsistentRead: true,
      ProjectionExpression: 'accountSid, #status, #reference, deletedAt',
      ExpressionAttributeNames: { '#status': 'status', '#reference': 'reference' },
    }),
  );
  return Item === undefined ? undefined : Stored.parse(Item);
}
