import { elementsOf, type TwimlElement, textOf } from './element.ts';
import { childOf, isRecorded, isTranscribed, rootOf, type TwimlKind } from './grammar.ts';
import type { Verb } from './verb.ts';

/** What a document will use of an account, if it is executed. */
export interface TwimlDemands {
  /** Meters that it starts: `calls-outbound`, `recordings`, `conference-participants`, `sms-outbound`, … */
  readonly meters: ReadonlySet<string>;
  /** Numbers that it dials. */
  readonly destinations: readonly TwimlNumber[];
  /** Numbers that it wants to show to those it dials. */
  readonly callerIds: readonly TwimlNumber[];
  /** WebSocket servers that hear its streams. */
  readonly sockets: readonly TwimlSocket[];
  /** The SIDs of calls that it coaches. */
  readonly coached: ReadonlySet<string>;
  /** Queues that it names, by their names: `entered` are those that a call is put into, made if they are not there. */
  readonly queues: { readonly entered: ReadonlySet<string>; readonly dialled: ReadonlySet<string> };
}

export interface TwimlSocket {
  /** As the tenant wrote it. */
  readonly url: string;
  readonly line: number;
}

export interface TwimlNumber {
  /** As the tenant wrote it. */
  readonly number: string;
  readonly line: number;
}

/**
 * What the caller of `rewriteTwiml` holds against the account's configuration first: is each micro-service enabled,
 * each destination allowed, each caller id the account's own?
 */
export function demandsOf(document: TwimlElement, kind: TwimlKind = 'voice'): TwimlDemands {
  const meters = new Set<string>();
  const destinations: TwimlNumber[] = [];
  const callerIds: TwimlNumber[] = [];
  const sockets: TwimlSocket[] = [];
  const coached = new Set<string>();
  const queues = { entered: new Set<string>(), dialled: new Set<string>() };
  const visit = (verb: Verb, element: TwimlElement): void => {
    const { line } = element;
    for (const meter of verb.meters) meters.add(meter);
    if (isRecorded(verb, element)) meters.add('recordings');
    if (isTranscribed(verb, element)) meters.add('transcriptions');
    const { callerId } = element.attributes;
    if (callerId !== undefined && verb.attributes.callerId?.kind === 'number')
      callerIds.push({ number: callerId, line });
    const { url } = element.attributes;
    if (url !== undefined && verb.attributes.url?.kind === 'socket') sockets.push({ url, line });
    for (const [name, value] of Object.entries(element.attributes)) {
      const isCall = Object.hasOwn(verb.attributes, name) && verb.attributes[name]?.kind === 'call';
      if (isCall && value.trim() !== '') coached.add(value.trim());
    }
    const inside = elementsOf(element);
    if (verb.text.kind === 'number' && inside.length === 0 && textOf(element) !== '') {
      destinations.push({ number: textOf(element), line });
      meters.add('calls-outbound');
    }
    if (verb.text.kind === 'name' && verb.text.of === 'queue')
      queues[verb.text.makes ? 'entered' : 'dialled'].add(textOf(element));
    for (const child of inside) {
      const childVerb = childOf(verb, child.name);
      if (childVerb?.offered) visit(childVerb, child);
    }
  };
  visit(rootOf(kind), document);
  return { meters, destinations, callerIds, sockets, coached, queues };
}
