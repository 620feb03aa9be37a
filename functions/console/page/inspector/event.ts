import * as z from 'zod/mini';

const text = z.string();
const textOrNull = z.nullable(text);
const side = z.object({ Headers: z.record(text, text), Body: text, IsWhole: z.boolean() });

const outline = {
  Id: text,
  ResourceSid: text,
  Kind: text,
  Direction: text,
  Counterpart: text,
  DateCreated: text,
  Milliseconds: z.number(),
  Attempt: z.number(),
  Method: text,
  Url: text,
  Status: z.nullable(z.number()),
  ErrorCode: z.nullable(z.number()),
  Error: textOrNull,
  ReplayOf: textOrNull,
};

/** An exchange with a program or a carrier, as `/v1` lists it. */
export const Event = z.object(outline);
export type Event = z.infer<typeof Event>;

/** One of them with its bodies, and its signature explained. */
export const EventInstance = z.object({
  ...outline,
  IsErased: z.boolean(),
  Request: side,
  Response: z.nullable(side),
  Signature: z.nullable(
    z.object({
      Header: text,
      Value: text,
      Algorithm: text,
      Url: text,
      Parameters: z.array(z.object({ Name: text, Value: text })),
      BaseString: text,
      Note: text,
    }),
  ),
});
export type EventInstance = z.infer<typeof EventInstance>;
export type Side = z.infer<typeof side>;

export const Events = z.object({ Events: z.array(Event), NextPageUri: textOrNull });

/** What came back, or what was in the way. */
export const outcomeOf = ({ Status, ErrorCode, Error: problem }: Event): string =>
  problem === null
    ? String(Status)
    : [Status, ErrorCode === null ? 'failed' : `error ${ErrorCode}`].filter(Boolean).join(', ');
