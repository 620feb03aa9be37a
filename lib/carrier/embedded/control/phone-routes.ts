import * as z from 'zod';
import { numberOf, receiveCall } from '../call/receive-call.ts';
import { receiveMessage } from '../message/send-message.ts';
import { isE164 } from '../network/e164.ts';
import type { Network } from '../network/network.ts';
import { PhoneScript } from '../network/phone.ts';
import { callView, textView } from './represent.ts';
import { impossible, made, missing, ok, route } from './route.ts';

const E164 = z.string().refine(isE164, 'must be a number such as +14155550100');
const Dial = z.strictObject({ to: E164, script: z.optional(PhoneScript) });
const Text = z.strictObject({ to: E164, body: z.string(), mediaUrls: z.optional(z.array(z.url())) });
const Matching = z.object({ matches: z.optional(z.string().refine(isPattern, 'must be a regular expression')) });

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Texts that have reached a phone, newest first. */
const textsOf = (network: Network, number: string, matches = '') =>
  [...network.messages.values()]
    .filter((text) => text.to === number && (text.status === 'delivered' || text.status === 'received'))
    .filter((text) => new RegExp(matches).test(text.body))
    .reverse();

const nobody = (to: string) => impossible(`Nobody has bought ${to} here, so it cannot be reached`);

/** Phones: their scripts, what they do and what reached them. */
export const phoneRoutes = (network: Network) => [
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
  route('GET /control/phones/{number}/calls', 'The calls of a phone, newest first', {}, ({ named: { number } }) => {
    const calls = [...network.calls.values()].filter((call) => call.phone === number).reverse();
    return ok({ calls: calls.map(callView) });
  }),
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
    'The last text that matches, for instance a code',
    { query: Matching },
    ({ named: { number = '' }, query }) => {
      const [last] = textsOf(network, number, query.matches);
      return last === undefined ? missing(`text to ${number} that matches`) : ok(textView(last));
    },
  ),
];
