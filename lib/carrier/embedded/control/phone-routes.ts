import * as z from 'zod';
import { numberOf, receiveCall } from '../call/receive-call.ts';
import { receiveMessage } from '../message/send-message.ts';
import { callStatuses } from '../network/call.ts';
import type { Message } from '../network/message.ts';
import type { Network } from '../network/network.ts';
import { PhoneScript } from '../network/phone.ts';
import type { Changes } from './changes.ts';
import { E164, Pattern, WaitSeconds } from './parameters.ts';
import { callView, textView } from './represent.ts';
import { impossible, made, missing, ok, route } from './route.ts';

const Dial = z.strictObject({ to: E164, script: z.optional(PhoneScript) });
const Text = z.strictObject({ to: E164, body: z.string(), mediaUrls: z.optional(z.array(z.url())) });
const Matching = z.object({ matches: z.optional(Pattern) });
const AwaitedText = z.object({
  matches: z.optional(Pattern),
  after: z.optional(z.string()).meta({ description: 'SID of a text: only later ones' }),
  waitSeconds: z.optional(WaitSeconds),
});
const AwaitedCall = z.object({ status: z.optional(z.enum(callStatuses)), waitSeconds: z.optional(WaitSeconds) });

/** Texts that have reached a phone, newest first. */
const textsOf = (network: Network, number: string, matches = '') =>
  [...network.messages.values()]
    .filter((text) => text.to === number && (text.status === 'delivered' || text.status === 'received'))
    .filter((text) => new RegExp(matches).test(text.body))
    .reverse();

const callsOf = (network: Network, number: string | undefined) =>
  [...network.calls.values()].filter((call) => call.phone === number).reverse();

const nobody = (to: string) => impossible(`Nobody has bought ${to} here, so it cannot be reached`);

/** Phones: their scripts, what they do and what reached them. */
export const phoneRoutes = (network: Network, changes: Changes) => [
  route('GET /control/phones', 'All scripted phones', {}, () => ok({ phones: [...network.phones.values()] })),
  route('GET /control/phones/{number}', 'A phone and its script', {}, ({ named: { number = '' } }) => {
    const phone = network.phones.get(number);
    return phone === undefined ? missing(`phone ${number}`) : ok(phone);
  }),
  route(
    'PUT /control/phones/{number}',
    'Makes a phone, or gives it another script',
    { body: PhoneScript },
    ({ named: { number = '' }, body }) => {
      if (!E164.safeParse(number).success)
        return { status: 400, json: { error: `${number} is no number such as +14155550100` } };
      const phone = { number, script: body };
      network.phones.set(number, phone);
      network.events.tell('state changed');
      return ok(phone);
    },
  ),
  route('DELETE /control/phones/{number}', 'Forgets a phone and its script', {}, ({ named: { number = '' } }) => {
    if (!network.phones.delete(number)) return missing(`phone ${number}`);
    network.events.tell('state changed');
    return ok({});
  }),
  route(
    'POST /control/phones/{number}/calls',
    'Dials a number from a phone',
    { body: Dial },
    ({ named: { number = '' }, body }) => {
      const call = receiveCall(network, number, body.to, body.script);
      return call === undefined ? nobody(body.to) : made(callView(call));
    },
  ),
  route('GET /control/phones/{number}/calls', 'The calls of a phone, newest first', {}, ({ named: { number } }) =>
    ok({ calls: callsOf(network, number).map(callView) }),
  ),
  route(
    'GET /control/phones/{number}/calls/last',
    'The last call of a phone, in this status if one is named; waits for it if asked to',
    { query: AwaitedCall },
    async ({ named: { number }, query: { status, waitSeconds = 0 } }) => {
      const find = () => callsOf(network, number).find((call) => status === undefined || call.status === status);
      const call = await changes.find(find, waitSeconds * 1_000);
      return call === undefined
        ? missing(`call of ${number}${status ? ` that is ${status}` : ''}`)
        : ok(callView(call));
    },
  ),
  route(
    'POST /control/phones/{number}/texts',
    'Sends a text from a phone',
    { body: Text },
    ({ named: { number = '' }, body }) => {
      if (numberOf(network, body.to) === undefined) return nobody(body.to);
      const message = receiveMessage(network, {
        from: number,
        to: body.to,
        body: body.body,
        mediaUrls: body.mediaUrls ?? [],
      });
      return made(textView(message));
    },
  ),
  route(
    'GET /control/phones/{number}/texts',
    'The texts that reached a phone, newest first',
    { query: Matching },
    ({ named: { number = '' }, query }) => ok({ texts: textsOf(network, number, query.matches).map(textView) }),
  ),
  route(
    'GET /control/phones/{number}/texts/last',
    'The last text that matches, for instance a code, and what the pattern found in it; waits for it if asked to',
    { query: AwaitedText },
    async ({ named: { number = '' }, query: { matches, after, waitSeconds = 0 } }) => {
      if (after !== undefined && !network.messages.has(after)) return missing(`text ${after}`);
      const isLater = laterThan(network, after);
      const find = () => textsOf(network, number, matches).find(isLater);
      const last = await changes.find(find, waitSeconds * 1_000);
      if (last === undefined) return missing(`text to ${number} that matches`);
      return ok({ ...textView(last), match: [...(new RegExp(matches ?? '').exec(last.body) ?? [])] });
    },
  ),
];

/** Whether a text was made later than another; every text, where no other is named. */
function laterThan(network: Network, sid: string | undefined): (text: Message) => boolean {
  const sids = [...network.messages.keys()];
  const earlier = new Set(sid === undefined ? [] : sids.slice(0, sids.indexOf(sid) + 1));
  return (text) => !earlier.has(text.sid);
}
