import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Exchange, exchangeKinds, isKept, namedBy } from '../../lib/exchange/exchange.ts';
import { exchangePage, positionOf } from '../../lib/exchange/list-exchanges.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { dateFilter, spanAsked } from '../../lib/http/date-filter.ts';
import { optionalFlag, optionalInteger } from '../../lib/http/parameter.ts';
import { eventRepresentation } from './event-representation.ts';

const sid = z.string().check(z.regex(/^[A-Z]{2}[0-9a-f]{32}$/, 'must be a SID'));

export const ListEvents = z.object({
  ResourceSid: z.optional(sid),
  Direction: z.optional(z.enum(['inbound', 'outbound'])),
  /** `program`, or a carrier's name. */
  Counterpart: z.optional(z.string().check(z.maxLength(40))),
  Kind: z.optional(z.enum(exchangeKinds)),
  /** Only those that failed. */
  ErrorsOnly: optionalFlag(),
  ...dateFilter('DateCreated'),
  PageSize: optionalInteger(1, 1_000),
  /** The id of the last event of the page before. */
  Before: z.optional(z.string().check(z.refine((id) => namedBy(id) !== undefined, 'must be the id of an event'))),
});
type Parameters = z.infer<typeof ListEvents>;

/** What was exchanged with an account's programs and, for its resources, with carriers: newest first, without bodies. */
export async function listEvents({
  account,
  parameters,
  uri,
  now,
}: TenantRequest<Parameters>): Promise<Answer | Refusal> {
  const { ResourceSid: resourceSid, PageSize = 50, Before, ErrorsOnly: isFailed } = parameters;
  const span = spanAsked(parameters, 'DateCreated');
  if (isRefusal(span)) return span;
  const last = namedBy(Before ?? '');
  if (last !== undefined && resourceSid !== undefined && last.resourceSid !== resourceSid)
    return refuse(20001, `Before: ${Before} is about another resource`);
  const listing = { accountSid: account.sid, resourceSid, isFailed, ...span, after: last && positionOf(last) };
  const { items, next } = await exchangePage(listing, PageSize, (exchange) => isAsked(exchange, parameters, now));
  return json({
    Events: items.map(eventRepresentation),
    NextPageUri: next === undefined ? null : pageAfter(next, uri),
  });
}

function isAsked(exchange: Exchange, { Direction, Counterpart, Kind, ErrorsOnly }: Parameters, now: number): boolean {
  const { direction, counterpart, kind, error } = exchange;
  return (
    isKept(exchange, now) &&
    (Direction === undefined || direction === Direction) &&
    (Counterpart === undefined || counterpart === Counterpart) &&
    (Kind === undefined || kind === Kind) &&
    (ErrorsOnly !== true || error !== undefined)
  );
}

/** The same question, from where its page ended: `<ms>#<resource>#<n>`. */
function pageAfter(position: string, uri: { readonly path: string; readonly query: string }): string {
  const [at, resourceSid, digits] = position.split('#');
  const query = new URLSearchParams(uri.query);
  query.set('Before', `${resourceSid}-${at}-${digits}`);
  return `${uri.path}?${query}`;
}
