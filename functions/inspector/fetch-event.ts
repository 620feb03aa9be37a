import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { loadExchangeOf } from '../../lib/exchange/load-exchange.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { eventInstance } from './event-representation.ts';

export const EventPath = z.object({ Id: z.string() });

/** One exchange with its bodies, and how it was signed. */
export async function fetchEvent({
  account,
  parameters,
  uri,
  now,
}: TenantRequest<z.infer<typeof EventPath>>): Promise<Answer | Refusal> {
  const exchange = await loadExchangeOf(account.sid, parameters.Id, now);
  return exchange === undefined ? refuse(20404, uri.path) : json(eventInstance(exchange));
}
