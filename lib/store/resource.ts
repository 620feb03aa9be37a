import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { dueAttributes, timeKey } from './due.ts';

/** Attributes of the list indexes. They hold immutable values only, so a change of status never writes an index. */
export const listAttributes = {
  listPK: string().optional(),
  listSK: string().optional(),
  toPK: string().optional(),
  toSK: string().optional(),
  fromPK: string().optional(),
  fromSK: string().optional(),
};

/**
 * Attributes of every resource (call, message, recording, conference, number, …): spread into its entity's schema.
 * `createdAt` in epoch milliseconds; `configurationVersion` is the version of the micro-service configuration that
 * admitted it; `outboxCount` numbers what it has put into the outbox.
 */
export const resourceAttributes = {
  sid: string().key().savedAs('PK').transform(prefix('RES')),
  kind: string().key().const('RES').savedAs('SK'),
  accountSid: string(),
  createdAt: number(),
  updatedAt: number(),
  revision: number(),
  outboxCount: number(),
  configurationVersion: number(),
  /** What the carrier calls it; absent before the carrier has it, and for what no carrier knows. */
  reference: map({ carrier: string(), account: string(), id: string() }).optional(),
  ...listAttributes,
  ...dueAttributes,
};

/** What every resource has when it is born; `at` in epoch milliseconds. */
export const bornAt = (at: number) => ({ createdAt: at, updatedAt: at, revision: 0, outboxCount: 0 });

type Listed = {
  readonly accountSid: string;
  /** What is listed: `call`, `message`, … */
  readonly type: string;
  readonly createdAt: number;
  readonly sid: string;
  readonly to?: string | undefined;
  readonly from?: string | undefined;
};

/** Index attributes for a new resource: it then stands in its account's list, newest first, and in those by To and From. */
export function listKeys({ accountSid, type, createdAt, sid, to, from }: Listed) {
  const sortKey = `${timeKey(createdAt)}#${sid}`;
  return {
    listPK: `${accountSid}#${type}`,
    listSK: sortKey,
    ...(to === undefined ? {} : { toPK: `${accountSid}#${type}#${to}`, toSK: sortKey }),
    ...(from === undefined ? {} : { fromPK: `${accountSid}#${type}#${from}`, fromSK: sortKey }),
  };
}
