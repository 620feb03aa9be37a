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
import { holdForRide } from './hold-for-ride.ts';
import type { Question } from './question.ts';

/** As what a leg is rated. */
const leg = { microService: 'call', meter: 'calls-outbound' } as const;

/** A document whose `<Dial>`s last as long as money and limits allow, and the ride that each of its `<Number>`s is held for as. */
export type HeldDials = { readonly document: TwimlElement; readonly rides: ReadonlyMap<TwimlElement, string> };

/**
 * Keeps back what the legs that a document dials cost where its account is prepaid or capped, and what they take of its
 * tier's limits, each up to the limit of the call that dials. Refused where there is not a minute of it for one of them, by 20005 for
 * money and 20006 for a limit: the document is not executed.
 */
export async function holdForDials(question: Question, document: TwimlElement): Promise<HeldDials | Refusal> {
  const rides = new Map<TwimlElement, string>();
  const isDialling = elementsOf(document).some(({ name }) => name === 'Dial');
  if (!isDialling || !(await isReservedFor(question.standing.account, leg, question.now))) return { document, rides };
  const children: TwimlNode[] = [];
  for (const [index, node] of document.children.entries()) {
    const held =
      typeof node === 'string' || node.name !== 'Dial' ? node : await holdForDial(question, node, index, rides);
    if (isRefusal(held)) return held;
    children.push(held);
  }
  return { document: { ...document, children }, rides };
}

/** The `<Dial>` with its numbers in nouns, and a time limit where one of their legs must end before the call does. */
async function holdForDial(
  question: Question,
  dial: TwimlElement,
  index: number,
  rides: Map<TwimlElement, string>,
): Promise<TwimlElement | Refusal> {
  const numbers = numbersOf(dial);
  if (numbers.length === 0) return dial;
  const given = Number.parseInt(dial.attributes['timeLimit'] ?? '', 10);
  const own = Number.isNaN(given) ? undefined : given;
  let limit = own;
  for (const [place, noun] of numbers.entries()) {
    const name = [question.call.sid, question.idempotencyToken, String(index), String(place)];
    const sid = sidOf('CA', await keyFor('sid'), ['ride', ...name]);
    const to = e164Of(textOf(noun)) ?? textOf(noun);
    const from = e164Of(dial.attributes['callerId'] ?? '') ?? question.call.from;
    const wish = { sid, ...leg, to, from };
    const ride = await holdForRide(question.call.sid, question.standing.account, wish, own, question.now);
    if (isRefusal(ride)) return ride;
    if (ride === undefined) continue;
    rides.set(noun, sid);
    limit = Math.min(limit ?? Number.POSITIVE_INFINITY, ride.secondsMax ?? Number.POSITIVE_INFINITY);
  }
  const timeLimit = limit !== undefined && Number.isFinite(limit) ? String(limit) : undefined;
  const attributes = timeLimit === undefined ? dial.attributes : withLimit(dial, timeLimit);
  return { ...dial, attributes, children: numbers };
}

const withLimit = ({ attributes }: TwimlElement, timeLimit: string) =>
  attributesOf([...Object.entries(attributes), ['timeLimit', timeLimit]]);

/** What a `<Dial>` calls: its nouns, or its text. */
function numbersOf(dial: TwimlElement): TwimlElement[] {
  const nouns = elementsOf(dial);
  if (nouns.length > 0) return nouns.every(({ name }) => name === 'Number') ? nouns : [];
  return textOf(dial) === '' ? [] : [element('Number', {}, [textOf(dial)])];
}
