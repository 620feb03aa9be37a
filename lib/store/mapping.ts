import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Write } from './commit.ts';
import { table } from './table.ts';

/**
 * An endpoint mapping: who owns a phone number (`number#+15550100`), SIP URI, client identity, application or queue's name
 * on this platform. One owner on the whole platform; the application logic URIs are the owner resource's.
 */
const MappingEntity = new Entity({
  name: 'mapping',
  table,
  timestamps: false,
  schema: item({
    endpoint: string().key().savedAs('PK').transform(prefix('MAP')),
    kind: string().key().const('MAP').savedAs('SK'),
    accountSid: string(),
    /** The resource that says what to do: an IncomingPhoneNumber's SID. */
    resourceSid: string(),
  }),
});
export type Mapping = FormattedItem<typeof MappingEntity>;

const endpointOf = (number: string): string => `number#${number}`;

/** Anybody may have verified the same number: a caller id has one owner an account. */
const callerIdOf = (accountSid: string, number: string): string => `caller-id#${accountSid}#${number}`;

/** A queue's name is the only one of its account. */
const queueOf = (accountSid: string, name: string): string => `queue#${accountSid}#${name}`;

/** Who owns a number, in E.164; undefined when nobody here does. */
export const loadNumberMapping = (number: string): Promise<Mapping | undefined> => load(endpointOf(number));

/** An account's verified caller id of a number, in E.164; undefined when it has none. */
export const loadCallerIdMapping = (accountSid: string, number: string): Promise<Mapping | undefined> =>
  load(callerIdOf(accountSid, number));

/** The queue of a name of an account; undefined when it has none. */
export const loadQueueMapping = (accountSid: string, name: string): Promise<Mapping | undefined> =>
  load(queueOf(accountSid, name));

async function load(endpoint: string): Promise<Mapping | undefined> {
  const { Item } = await MappingEntity.build(GetItemCommand).key({ endpoint }).options({ consistent: true }).send();
  return Item;
}

type Owner = { readonly accountSid: string; readonly resourceSid: string };

/** Gives a number, in E.164, to an account; lost when it has an owner. */
export const putNumberMapping = (number: string, owner: Owner): Write => put(endpointOf(number), owner);

/** Makes a number, in E.164, a caller id of an account; lost when it is one already. */
export const putCallerIdMapping = (number: string, owner: Owner): Write =>
  put(callerIdOf(owner.accountSid, number), owner);

/** Gives a name to a queue; lost when another of its account has it. */
export const putQueueMapping = (name: string, owner: Owner): Write => put(queueOf(owner.accountSid, name), owner);

const put = (endpoint: string, owner: Owner): Write =>
  MappingEntity.build(PutTransaction)
    .item({ endpoint, ...owner })
    .options({ condition: { attr: 'accountSid', exists: false } });

/** Takes a number back from the resource that has it. */
export const deleteNumberMapping = (number: string, resourceSid: string): Write =>
  remove(endpointOf(number), resourceSid);

/** Takes a caller id back from the resource that stands for it. */
export const deleteCallerIdMapping = (number: string, { accountSid, resourceSid }: Owner): Write =>
  remove(callerIdOf(accountSid, number), resourceSid);

/** Takes a name from the queue that has it. */
export const deleteQueueMapping = (name: string, { accountSid, resourceSid }: Owner): Write =>
  remove(queueOf(accountSid, name), resourceSid);

const remove = (endpoint: string, resourceSid: string): Write =>
  MappingEntity.build(DeleteTransaction)
    .key({ endpoint })
    .options({ condition: { attr: 'resourceSid', eq: resourceSid } });
