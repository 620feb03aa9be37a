import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { environment } from '../environment/environment.ts';
import { documents } from '../store/table.ts';

const Ride = z.object({
  sid: z.string(),
  meter: z.string(),
  startedAt: z.number(),
  /** The leg of the call that it is for, where it is not the call itself. */
  callSid: z.optional(z.string()),
});

const Stored = z.object({
  parentSid: z.optional(z.string()),
  rideSid: z.optional(z.string()),
  answeredAt: z.optional(z.number()),
  endedAt: z.optional(z.number()),
  durationSeconds: z.optional(z.number()),
  rides: z.optional(z.array(Ride)),
});

/** What is kept back for what a call does, under the name of the ride: the use that comes of it takes that over. */
export type RideReference = z.infer<typeof Ride>;

/** What another micro-service may know of a call that its use rides on. */
export type Ridden = {
  /** When it ended, by its carrier; epoch milliseconds. Undefined: it lives, as far as is heard. */
  readonly endedAt: number | undefined;
  readonly rides: readonly RideReference[];
};

/** Reads that of a call; of a leg the rides that its call bears for it. Undefined when there is no such call. */
export async function loadRidden(callSid: string): Promise<Ridden | undefined> {
  const call = await load(callSid);
  if (call === undefined) return undefined;
  const borne = call.parentSid === undefined || call.rideSid === undefined ? undefined : await load(call.parentSid);
  const ofLeg = (borne?.rides ?? []).filter((ride) => ride.callSid === callSid);
  const own = (call.rides ?? []).filter((ride) => ride.callSid === undefined);
  return { endedAt: endOf(call), rides: [...ofLeg, ...own] };
}

type Ended = Pick<z.infer<typeof Stored>, 'answeredAt' | 'endedAt' | 'durationSeconds'>;

/** When a call ended; undefined while it lives. What told of it may have come late: it lasted as long as the carrier counts. */
export const endOf = ({ answeredAt, endedAt, durationSeconds }: Ended): number | undefined =>
  endedAt === undefined || answeredAt === undefined || durationSeconds === undefined
    ? endedAt
    : Math.min(endedAt, answeredAt + durationSeconds * 1_000);

async function load(sid: string): Promise<z.infer<typeof Stored> | undefined> {
  const { Item } = await documents.send(
    new GetCommand({
      TableName: environment().tableName,
      Key: { PK: `RES#${sid}`, SK: 'RES' },
      ConsistentRead: true,
      ProjectionExpression: 'parentSid, rideSid, answeredAt, endedAt, durationSeconds, rides',
    }),
  );
  return Item === undefined ? undefined : Stored.parse(Item);
}
