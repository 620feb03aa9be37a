import * as z from 'zod/mini';
import { type Nano, nano, parseNano } from '../../money/nano.ts';
import { CarrierError } from '../carrier.ts';
import type { ChargedSpan, ChargedUse } from '../charged-use.ts';
import { send } from './request.ts';
import type { Upstream } from './upstream.ts';

const pageSize = 1_000;

const listed = {
  sid: z.string(),
  direction: z.string().check(z.regex(/^(inbound|outbound)/)),
  price: z.nullable(z.string()),
  price_unit: z.nullable(z.string()),
};
const wholeNumber = z.string().check(z.regex(/^\d{1,9}$/));
const CallPage = z.object({
  calls: z.array(z.object({ ...listed, duration: z.nullable(wholeNumber), end_time: z.string() })),
  next_page_uri: z.nullable(z.string()),
});
const MessagePage = z.object({
  messages: z.array(
    z.object({
      ...listed,
      num_segments: wholeNumber,
      num_media: wholeNumber,
      date_sent: z.nullable(z.string()),
      date_created: z.string(),
    }),
  ),
  next_page_uri: z.nullable(z.string()),
});

/** A page of the Calls or Messages resource, by the time of their end (Twilio's `EndTime>`, `DateSent>` and their opposites). */
export async function listCharged(
  upstream: Upstream,
  { service, from, to }: ChargedSpan,
  after: string | undefined,
): Promise<{ readonly uses: ChargedUse[]; readonly next: string | undefined }> {
  const filter = service === 'call' ? 'EndTime' : 'DateSent';
  const first = {
    [`${filter}>`]: new Date(from).toISOString(),
    [`${filter}<`]: new Date(to).toISOString(),
    PageSize: String(pageSize),
  };
  const query = after === undefined ? first : Object.fromEntries(new URLSearchParams(after));
  const path = service === 'call' ? '/Calls.json' : '/Messages.json';
  const body: unknown = await (await send(upstream, 'GET', path, query)).json();
  const { uses, nextPageUri } = service === 'call' ? callsOf(body) : messagesOf(body);
  return { uses, next: nextPageUri === null ? undefined : nextPageUri.split('?')[1] };
}

function callsOf(body: unknown) {
  const { calls, next_page_uri: nextPageUri } = CallPage.parse(body);
  const uses = calls.map((call) => ({
    ...usualOf(call),
    quantity: BigInt(call.duration ?? '0'),
    at: Date.parse(call.end_time),
  }));
  return { uses, nextPageUri };
}

function messagesOf(body: unknown) {
  const { messages, next_page_uri: nextPageUri } = MessagePage.parse(body);
  const uses = messages.map((message) => {
    const segments = BigInt(message.num_segments);
    const hasMedia = message.num_media !== '0' && segments > 1n;
    const at = Date.parse(message.date_sent ?? message.date_created);
    return { ...usualOf(message), quantity: hasMedia ? 1n : segments, at };
  });
  return { uses, nextPageUri };
}

type Listed = { readonly sid: string; readonly direction: string; price: string | null; price_unit: string | null };

const usualOf = ({ sid, direction, price, price_unit }: Listed) => ({
  id: sid,
  direction: direction.startsWith('inbound') ? ('inbound' as const) : ('outbound' as const),
  cost: price === null ? undefined : costOf(sid, price),
  currency: (price_unit ?? 'USD').toUpperCase(),
});

/** What is charged is negative at Twilio. */
function costOf(sid: string, price: string): Nano {
  const read = parseNano(price);
  if ('fault' in read) throw new CarrierError('rejected', `${sid} has a price that is none: ${read.fault}`);
  return nano(read.nano < 0n ? -read.nano : read.nano);
}
