import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { type Exchange, ExchangeEntity, isKept, namedBy, ownerOf } from './exchange.ts';

/** An exchange of an account that is still kept at `now`; another's is as if it did not exist. */
export async function loadExchangeOf(accountSid: string, id: string, now: number): Promise<Exchange | undefined> {
  const named = namedBy(id);
  if (named === undefined) return undefined;
  const key = { owner: ownerOf(accountSid, named.resourceSid), order: named.order };
  const { Item } = await ExchangeEntity.build(GetItemCommand).key(key).options({ consistent: true }).send();
  return Item !== undefined && isKept(Item, now) ? Item : undefined;
}
