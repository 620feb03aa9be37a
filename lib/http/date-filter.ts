import * as z from 'zod/mini';
import { type Refusal, refuse } from '../error/catalogue.ts';
import { spanOf } from './date.ts';

/** Instants [from, to), epoch milliseconds; an end that is undefined is open. */
export type Span = { readonly from: number | undefined; readonly to: number | undefined };

const text = () => z.optional(z.string().check(z.maxLength(40)));

/**
 * A date filter's parameters, to be spread into a list's schema: `DateCreated=` that day, `DateCreated<=` that day or
 * before, `DateCreated>=` that day or after. In a query the first sign belongs to the name.
 */
export const dateFilter = <Name extends string>(name: Name) =>
  ({ [name]: text(), [`${name}<`]: text(), [`${name}>`]: text() }) as Record<
    Name | `${Name}<` | `${Name}>`,
    ReturnType<typeof text>
  >;

const dayMilliseconds = 86_400_000;

/** The official SDKs send a day as the instant of its midnight: on such an instant is on that day. */
const wholeDay = ({ from, to }: { from: number; to: number }) => ({
  from,
  to: from % dayMilliseconds === 0 ? from + dayMilliseconds : to,
});

/** The span that a date filter asks for; a value that is no date is refused by its name. */
export function spanAsked(parameters: Readonly<Record<string, unknown>>, name: string): Span | Refusal {
  let span: Span = { from: undefined, to: undefined };
  for (const sign of ['', '<', '>']) {
    const value = parameters[name + sign];
    if (typeof value !== 'string' || value === '') continue;
    const given = spanOf(value);
    if (given === undefined) return refuse(20001, `${name}${sign}: ${value}`);
    const asked = sign === '' ? wholeDay(given) : given;
    span = {
      from: sign === '<' ? span.from : Math.max(span.from ?? 0, asked.from),
      to: sign === '>' ? span.to : Math.min(span.to ?? asked.to, asked.to),
    };
  }
  return { from: span.from && within(span.from), to: span.to && within(span.to) };
}

/** Keys tell instants up to 2286 apart (lib/store/due.ts), and nothing here is older than 1970. */
const within = (at: number): number => Math.min(Math.max(at, 0), 9_999_999_999_999);

/** Whether an instant lies in a span; what has not happened lies in none but the open one. */
export function isWithin(at: number | undefined, { from, to }: Span): boolean {
  if (from === undefined && to === undefined) return true;
  return at !== undefined && (from === undefined || at >= from) && (to === undefined || at < to);
}
