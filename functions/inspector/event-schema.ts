import * as z from 'zod/mini';
import { exchangeKinds } from '../../lib/exchange/exchange.ts';
import { named, nextPageUri, sidOf } from '../../lib/http/schema.ts';

const side = z.object({
  /** The headers that matter, names in small letters. */
  Headers: z.record(z.string(), z.string()),
  Body: z.string(),
  /** Neither cut off nor masked. */
  IsWhole: z.boolean(),
});

const outline = {
  Id: z.string(),
  AccountSid: sidOf('AC'),
  ResourceSid: sidOf('[A-Z]{2}'),
  Kind: z.enum(exchangeKinds),
  /** As the platform sees it. */
  Direction: z.enum(['inbound', 'outbound']),
  /** `program`, or a carrier's name. */
  Counterpart: z.string(),
  DateCreated: z.iso.datetime(),
  Milliseconds: z.int(),
  Attempt: z.int(),
  Method: z.string(),
  Url: z.string(),
  Status: z.nullable(z.int()),
  ErrorCode: z.nullable(z.int()),
  Error: z.nullable(z.string()),
  ReplayOf: z.nullable(z.string()),
  Uri: z.string(),
};

const whole = {
  ...outline,
  IdempotencyToken: z.nullable(z.string()),
  IsErased: z.boolean(),
  Request: side,
  Response: z.nullable(side),
  Signature: z.nullable(
    z.object({
      Header: z.string(),
      Value: z.string(),
      Algorithm: z.string(),
      Url: z.string(),
      Parameters: z.array(z.object({ Name: z.string(), Value: z.string() })),
      BaseString: z.string(),
      IsWhole: z.boolean(),
      Note: z.string(),
    }),
  ),
};

export const Events = z.object({ Events: z.array(named('Event', z.object(outline))), NextPageUri: nextPageUri() });
export const EventInstance = named('EventInstance', z.object(whole));
export const Replay = named('Replay', z.object({ ...whole, TwimlExecuted: z.literal(false) }));
