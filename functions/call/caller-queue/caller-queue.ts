import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { bornAt, listKeys, resourceAttributes } from '../../../lib/store/resource.ts';

/** Twilio's bounds (OpenAPI: CreateQueue). */
export const queueLimits = { nameCharactersMax: 64, sizeDefault: 1_000, sizeMax: 5_000 } as const;

/**
 * A queue of callers. At its carrier it goes by our SID, so that two accounts' never meet; who waits in it only the
 * carrier knows (docs/decisions/020).
 */
export const callerQueueSchema = item({
  ...resourceAttributes,
  friendlyName: string(),
  maxSize: number(),
  /** Where it is and stays. */
  carrier: string(),
});

type Born = {
  readonly sid: string;
  readonly accountSid: string;
  readonly friendlyName: string;
  readonly maxSize: number;
  readonly carrier: string;
};

/** A queue that is not known to its carrier yet. */
export const newCallerQueue = (born: Born, at: number) => ({
  ...born,
  ...bornAt(at),
  configurationVersion: 0,
  ...listKeys({ accountSid: born.accountSid, type: 'queue', createdAt: at, sid: born.sid }),
});
