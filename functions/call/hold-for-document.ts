import { keyFor } from '../../lib/access/data-key.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { isReservedFor } from '../../lib/limit/reserve-use.ts';
import { sidOf } from '../../lib/store/sid.ts';
import {
  attributesOf,
  element,
  elementsOf,
  type TwimlElement,
  type TwimlNode,
  textOf,
} from '../../lib/twiml/element.ts';
import { e164Of } from '../../lib/twiml/value.ts';
import { holdForRide, type Wish } from './hold-for-ride.ts';
import type { Question } from './question.ts';
import { bearerOf } from './ride.ts';

/** As what is rated what a call's document begins: a leg, a stay in a conference, a stream. */
const kinds = {
  Number: { microService: 'call', meter: 'calls-outbound', unit: 'second', ends: 'by-itself' },
  Conference: {
    microService: 'conference',
    meter: 'conference-participants',
    unit: 'participant-second',
    ends: 'with-call',
  },
  Stream: { microService: 'call', meter: 'calls-media-stream-minutes', unit: 'second', ends: 'with-call' },
} as const satisfies Record<string, Pick<Wish, 'microService' | 'meter' | 'unit' | 'ends'>>;

/** As what a stream that the API starts is rated. */
export const streamKind = kinds.Stream;

/** What of a verb rides on the call that executes it: only these begin something that ends with the call. */
const nounsOf: Readonly<Record<string, readonly (keyof typeof kinds)[]>> = {
  Dial: ['Number', 'Conference'],
  Start: ['Stream'],
  Connect: ['Stream'],
};

/** A document that lasts as long as money and limits allow, and the ride that each of its nouns is held for as. */
export type HeldDocument = { readonly document: TwimlElement; readonly rides: ReadonlyMap<TwimlElement, string> };

/**
 * Keeps back what a document begins, legs, stays in conferences and streams, costs where its account is prepaid or capped, and what it
 * takes of its tier's limits, each up to the limit of the call that executes it (docs/decisions/057). Refused where there is not a
 * minute of it for one of them, by 20005 for money and 20006 for a limit: the document is not executed.
 */
export async function holdForDocument(question: Question, document: TwimlElement): Promise<HeldDocument | Refusal> {
  const rides = new Map<TwimlElement, string>();
  const children: TwimlNode[] = [];
  for (const [index, node] of document.children.entries()) {
    const held = typeof node === 'string' ? node : await holdForVerb(question, withNouns(node), index, rides);
    if (isRefusal(held)) return held;
    children.push(held);
  }
  return { document: { ...document, children }, rides };
}

/** The verb, with a time limit where what it dials must end before the call does. */
async function holdForVerb(
  question: Question,
  verb: TwimlElement,
  index: number,
  rides: Map<TwimlElement, string>,
): Promise<TwimlElement | Refusal> {
  const { call, standing, idempotencyToken, now } = question;
  const own = ownLimitOf(verb);
  let limit = own;
  for (const [place, noun] of elementsOf(verb).entries()) {
    const kind = nounsOf[verb.name]?.find((name) => name === noun.name);
    if (kind === undefined || !(await isReservedFor(standing.account, kinds[kind], now))) continue;
    const sid = sidOf('CA', await keyFor('sid'), ['ride', call.sid, idempotencyToken, String(index), String(place)]);
    const bearer = await bearerOf(call);
    const wish: Wish = {
      ...{ sid, ...kinds[kind] },
      ...(kind === 'Number' ? { ...endsOf(question, verb, noun), ownSeconds: own } : {}),
      ...(bearer.sid === call.sid ? {} : { callSid: call.sid }),
    };
    const ride = await holdForRide(bearer.sid, standing.account, wish, now);
    if (isRefusal(ride)) return ride;
    if (ride === undefined) continue;
    rides.set(noun, sid);
    limit = Math.min(limit ?? Number.POSITIVE_INFINITY, ride.secondsMax ?? Number.POSITIVE_INFINITY);
  }
  return limit === undefined || !Number.isFinite(limit) ? verb : withLimit(verb, String(limit));
}

const endsOf = ({ call }: Question, { attributes }: TwimlElement, noun: TwimlElement) => ({
  to: e164Of(textOf(noun)) ?? textOf(noun),
  from: e164Of(attributes['callerId'] ?? '') ?? call.from,
});

function ownLimitOf({ name, attributes }: TwimlElement): number | undefined {
  const given = name === 'Dial' ? Number.parseInt(attributes['timeLimit'] ?? '', 10) : Number.NaN;
  return Number.isNaN(given) ? undefined : given;
}

const withLimit = (verb: TwimlElement, timeLimit: string): TwimlElement => ({
  ...verb,
  attributes: attributesOf([...Object.entries(verb.attributes), ['timeLimit', timeLimit]]),
});

/** A `<Dial>` whose number is its text, with that in a noun. */
function withNouns(verb: TwimlElement): TwimlElement {
  const isNumber = verb.name === 'Dial' && elementsOf(verb).length === 0 && textOf(verb) !== '';
  return isNumber ? { ...verb, children: [element('Number', {}, [textOf(verb)])] } : verb;
}
