import { boolean } from 'dynamodb-toolbox/schema/boolean';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';

/** A call in a conference: one for the call, however often it comes and goes. Times in epoch milliseconds. */
export const participantSchema = item({
  conferenceSid: string().key().savedAs('PK').transform(prefix('RES')),
  /** `<createdAt>#<call SID>` */
  child: string().key().savedAs('SK').transform(prefix('CHILD')),
  accountSid: string(),
  callSid: string(),
  /** What the carrier calls the call. */
  reference: map({ carrier: string(), account: string(), id: string() }),
  label: string().optional(),
  muted: boolean(),
  hold: boolean(),
  startOnEnter: boolean(),
  endOnExit: boolean(),
  /** The carrier's moment of the newest event that told muted, hold and the rest. */
  latestAt: number(),
  latestSequence: number().optional(),
  marks: list(
    map({
      kind: string().enum('join', 'leave'),
      at: number(),
      sequence: number().optional(),
      heardAt: number(),
      billed: boolean().optional(),
    }),
  ),
  createdAt: number(),
  updatedAt: number(),
  revision: number(),
});
