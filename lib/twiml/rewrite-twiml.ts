import type { AttributeKind, StatusNeed } from './attribute.ts';
import {
  attributesOf,
  elementsOf,
  element as newElement,
  type TwimlElement,
  type TwimlNode,
  textOf,
} from './element.ts';
import { childOf, isRecorded, isTranscribed, rootOf, type TwimlKind } from './grammar.ts';
import { messageOf, methodOf, type TwimlMessage } from './message.ts';
import type { Rewriting } from './rewriting.ts';
import { absoluteUrl, complaintOf, listOf, socketUrl } from './value.ts';
import type { Verb } from './verb.ts';

export interface RewrittenTwiml {
  /** For the carrier: no URL of the tenant's is left in it but sound and pictures. */
  readonly document: TwimlElement;
  /** What `<Message>` asked for, in order. It never reaches the carrier: these messages are ours to send. */
  readonly messages: readonly TwimlMessage[];
}

type Pair = readonly [string, string];
type LinkKind = Extract<AttributeKind, { kind: 'instructions' | 'status' }>;

/**
 * Makes a tenant's document fit for a carrier that many tenants share and that is metered: URLs become the caller's
 * signed links (always POST), names go into the account's namespace, every leg, room and recording reports to us
 * whether the tenant asked or not, and `<Message>` is taken out. Text and media stay. What `checkTwiml` warns of is
 * left out, so that the carrier executes exactly what was checked.
 *
 * @example
 * const { document, messages } = rewriteTwiml(parsed.document, {
 *   documentUrl: 'https://tenant.example/voice',
 *   instructions: ({ url, method }) => signedLink('calls/next', { callSid, url, method }),
 *   status: ({ of, url, method, events }) => signedLink(`${of}s/status`, { callSid, url, method, events }),
 *   name: (_of, value) => `${accountSid}/${value}`,
 *   parameters: { CallSid: callSid },
 *   number: (_noun, value) => e164Of(value),
 *   call: (sid) => carriersIdOf(sid),
 * });
 */
export function rewriteTwiml(document: TwimlElement, rewriting: Rewriting, kind: TwimlKind = 'voice'): RewrittenTwiml {
  const messages: TwimlMessage[] = [];
  const rewrite = (verb: Verb, element: TwimlElement): TwimlElement => {
    const { text, attributes } = rewrittenText(verb, element, rewriting);
    return {
      name: element.name,
      attributes: attributesOf([
        ...keptAttributes(verb, element, rewriting),
        ...linkAttributes(verb, element, rewriting),
        ...attributes,
      ]),
      children: [
        ...(text ?? nodesOf(verb, element).flatMap((node) => rewriteNode(verb, node))),
        ...(verb.parameters ? ownParameters(element, rewriting) : []),
      ],
      line: element.line,
    };
  };
  const rewriteNode = (parent: Verb, node: TwimlNode): TwimlNode[] => {
    if (typeof node === 'string') return parent.text.kind === 'words' ? [node] : [];
    const verb = childOf(parent, node.name);
    if (verb === undefined || !verb.offered) return [];
    if (node.name !== 'Message') return [rewrite(verb, node)];
    messages.push(messageOf(node, rewriting.documentUrl));
    return [];
  };
  return { document: rewrite(rootOf(kind), document), messages };
}

/** `<Dial>+1…</Dial>` holds its number in a noun from here on: only a noun has a status callback. */
function nodesOf(verb: Verb, element: TwimlElement): readonly TwimlNode[] {
  const noun = verb.text.kind === 'number' && verb.children.includes('Number') ? 'Number' : undefined;
  const text = textOf(element);
  if (noun === undefined || text === '' || elementsOf(element).length > 0) return element.children;
  return [{ name: noun, attributes: attributesOf([]), children: [text], line: element.line }];
}

/** What we say ourselves of a stream; what its program says by that name goes before. */
function ownParameters(element: TwimlElement, { parameters }: Rewriting): TwimlElement[] {
  const named = new Set(elementsOf(element).map(({ attributes }) => attributes.name));
  const own = Object.entries(parameters).filter(([name]) => !named.has(name));
  return own.map(([name, value]) => newElement('Parameter', { name, value }));
}

function keptAttributes(
  verb: Verb,
  element: TwimlElement,
  { name: nameOf, number, call, documentUrl }: Rewriting,
): Pair[] {
  return Object.entries(element.attributes).flatMap(([name, value]): Pair[] => {
    const kind = Object.hasOwn(verb.attributes, name) ? verb.attributes[name] : undefined;
    if (kind === undefined || complaintOf(kind, value, documentUrl) !== undefined) return [];
    switch (kind.kind) {
      case 'instructions':
      case 'status':
      case 'method':
      case 'events':
      case 'later':
        return []; // Links bring their own method and events with them.
      case 'number':
        return [[name, number(element.name, value)]];
      case 'name':
        return [[name, nameOf(kind.of, value)]];
      case 'socket':
        return [[name, socketUrl(value, documentUrl) ?? '']];
      case 'call':
        return value.trim() === '' ? [] : [[name, call(value.trim())]];
      default:
        return [[name, value]];
    }
  });
}

function linkAttributes(verb: Verb, element: TwimlElement, rewriting: Rewriting): Pair[] {
  return Object.entries(verb.attributes).flatMap(([name, kind]) =>
    kind.kind === 'instructions' || kind.kind === 'status' ? linkPairs(name, kind, verb, element, rewriting) : [],
  );
}

function linkPairs(name: string, kind: LinkKind, verb: Verb, element: TwimlElement, rewriting: Rewriting): Pair[] {
  const value = element.attributes[name]?.trim();
  const method = methodOf(element.attributes[kind.method]);
  const url = value ? absoluteUrl(value, rewriting.documentUrl) : undefined;
  if (kind.kind === 'instructions') {
    const itself = value === undefined ? kind.absent === 'document' : value === '' && kind.empty === 'document';
    // An empty waitUrl is a wish (silence) and not the lack of one.
    if (url === undefined && !itself) return value === '' && kind.empty === 'nothing' ? [[name, '']] : [];
    const link = rewriting.instructions({ url: url ?? rewriting.documentUrl, method, element, attribute: name });
    return link === undefined ? [] : [[name, link], ...methodPair(verb, kind.method)];
  }
  if ((url === undefined || kind.need === 'transcribed') && !isNeeded(kind.need, element, verb)) return [];
  const asked = kind.eventAttribute === undefined ? '' : (element.attributes[kind.eventAttribute] ?? '');
  const known = listOf(asked).filter((event) => kind.events.includes(event));
  const events = asked.trim() === '' ? kind.defaultEvents : known;
  const link = rewriting.status({ of: kind.of, url, method, events, element });
  if (link === undefined) return [];
  const allEvents: Pair[] = kind.eventAttribute === undefined ? [] : [[kind.eventAttribute, kind.events.join(' ')]];
  return [[name, link], ...methodPair(verb, kind.method), ...allEvents];
}

const methodPair = (verb: Verb, name: string): Pair[] => (name in verb.attributes ? [[name, 'POST']] : []);

const isNeeded = (need: StatusNeed, element: TwimlElement, verb: Verb): boolean =>
  need === 'always' ||
  (need === 'recorded' && isRecorded(verb, element)) ||
  (need === 'transcribed' && isTranscribed(verb, element));

/** The element's text for the carrier, with the attributes that go with it; `undefined`: as its children say. */
function rewrittenText(
  verb: Verb,
  element: TwimlElement,
  rewriting: Rewriting,
): { text?: readonly TwimlNode[]; attributes: readonly Pair[] } {
  const text = textOf(element);
  switch (verb.text.kind) {
    case 'nothing':
    case 'words':
      return { attributes: [] };
    case 'number':
      if (verb.children.length > 0) return { attributes: [] };
      return { text: run(text === '' ? '' : rewriting.number(element.name, text)), attributes: [] };
    case 'name':
      return { text: run(text === '' ? '' : rewriting.name(verb.text.of, text)), attributes: [] };
    case 'media':
      return { text: run(text === '' ? '' : (absoluteUrl(text, rewriting.documentUrl) ?? '')), attributes: [] };
    case 'instructions': {
      const url = text === '' ? rewriting.documentUrl : absoluteUrl(text, rewriting.documentUrl);
      const method = methodOf(element.attributes.method);
      const link = rewriting.instructions({ url, method, element, attribute: 'text' });
      return { text: run(link ?? ''), attributes: methodPair(verb, 'method') };
    }
  }
}

const run = (text: string): readonly TwimlNode[] => (text === '' ? [] : [text]);
