import { type Exchange, idOf } from '../../lib/exchange/exchange.ts';
import { explainSignature } from './explain-signature.ts';

/** An exchange as `/v1` lists it. Times to the millisecond; `Direction` as the platform sees it. */
export function eventRepresentation(exchange: Exchange) {
  const { accountSid, resourceSid, kind, direction, counterpart, at, milliseconds, attempt, method, url } = exchange;
  const id = idOf(exchange);
  return {
    Id: id,
    AccountSid: accountSid,
    ResourceSid: resourceSid,
    Kind: kind,
    Direction: direction,
    Counterpart: counterpart,
    DateCreated: new Date(at).toISOString(),
    Milliseconds: milliseconds,
    Attempt: attempt,
    Method: method,
    Url: url,
    Status: exchange.status ?? null,
    ErrorCode: exchange.errorCode ?? null,
    Error: exchange.error ?? null,
    ReplayOf: exchange.replayOf ?? null,
    Uri: `/v1/Accounts/${accountSid}/Events/${id}`,
  };
}

/** One exchange with what was sent and answered, as far as it is kept, and its signature explained. */
export const eventInstance = (exchange: Exchange) => ({
  ...eventRepresentation(exchange),
  IdempotencyToken: exchange.idempotencyToken ?? null,
  IsErased: exchange.isErased ?? false,
  Request: sideRepresentation(exchange.request),
  Response: exchange.status === undefined ? null : sideRepresentation(exchange.response),
  Signature: explainSignature(exchange) ?? null,
});

const sideRepresentation = ({ headers, body, isWhole }: Exchange['request']) => ({
  Headers: headers,
  Body: body,
  IsWhole: isWhole,
});
