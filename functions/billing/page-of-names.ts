import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../../lib/environment/environment.ts';
import { documents } from '../../lib/store/table.ts';

/** A page of a list of names in the `list` index, the youngest first; `next` is the query of the page after it, or null. */
export async function pageOfNames(
  list: string,
  size: number,
  token: string | undefined,
): Promise<{ readonly names: readonly string[]; readonly next: string | null }> {
  const { Items } = await documents.send(
    new QueryCommand({
      TableName: environment().tableName,
      IndexName: 'list',
      KeyConditionExpression: 'listPK = :list AND listSK < :before',
      ExpressionAttributeValues: { ':list': list, ':before': token ?? '~' },
      ScanIndexForward: false,
      Limit: size,
    }),
  );
  const keys = (Items ?? []).map((item) => String(item['listSK']));
  const next = `PageSize=${size}&PageToken=${encodeURIComponent(keys.at(-1) ?? '')}`;
  return { names: keys.map((key) => key.split('#')[1] ?? ''), next: keys.length < size ? null : next };
}
