import { type Call, callSeconds, isFinal } from './network/call.ts';
import type { Message } from './network/message.ts';

/** What this carrier charges its platform, in millionths of a US dollar: a started minute, a segment. The first that fits. */
const callCosts: readonly (readonly [direction: 'inbound' | 'outbound', prefix: string, aMinute: number])[] = [
  ['inbound', '', 4_250],
  ['outbound', '+1', 7_000],
  ['outbound', '+44', 9_500],
  ['outbound', '+49', 11_500],
  ['outbound', '', 35_000],
];
const messageCosts: readonly (readonly [direction: 'inbound' | 'outbound', prefix: string, aSegment: number])[] = [
  ['inbound', '', 2_500],
  ['outbound', '+1', 4_000],
  ['outbound', '', 41_000],
];

/** What was not carried costs nothing. */
const free = new Set(['queued', 'accepted', 'canceled', 'failed']);

/** A call's price as Twilio shows it, negative; null until it is over. */
export function callPrice(call: Call): string | null {
  if (!isFinal(call.status)) return null;
  return price(costOf(callCosts, call) * Math.ceil(callSeconds(call) / 60));
}

/** A message's; null while it waits, and for one that was never carried. */
export const messagePrice = (message: Message): string | null =>
  free.has(message.status) ? null : price(costOf(messageCosts, message) * message.segments);

type Costs = typeof callCosts;

function costOf(costs: Costs, { direction, to }: { readonly direction: string; readonly to: string }): number {
  const fits = ([way, prefix]: Costs[number]) => direction.startsWith(way) && to.startsWith(prefix);
  return costs.find(fits)?.[2] ?? 0;
}

/** Millionths as decimal text. */
function price(millionths: number): string {
  const digits = String(millionths).padStart(7, '0');
  return `${millionths === 0 ? '' : '-'}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
