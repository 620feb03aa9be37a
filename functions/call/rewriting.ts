import type { MakeLink } from '../../lib/carrier/link.ts';
import { elementsOf, type TwimlElement, textOf } from '../../lib/twiml/element.ts';
import type { InstructionsRequest, Rewriting, StatusRequest } from '../../lib/twiml/rewriting.ts';
import { e164Of } from '../../lib/twiml/value.ts';
import type { State } from './question.ts';
import { streamName, streamParameters } from './stream/stream-terms.ts';

/** Whose document is rewritten, and where it came from. */
export type Origin = {
  readonly accountSid: string;
  readonly callSid: string;
  /** Undefined for TwiML that came in a request and lies with the call. */
  readonly documentUrl: string | undefined;
  readonly documentMethod: 'GET' | 'POST';
  readonly configurationVersion: number;
  /** Whose answer it was, and the queue that the call is in, if it is in one. */
  readonly kind: State['kind'];
  readonly queueSid: string | undefined;
  /** The SIDs of the account's queues that it names, by their names. */
  readonly queues: ReadonlyMap<string, { readonly sid: string }>;
  /** What the carrier calls the calls that it coaches, by their SIDs. */
  readonly coached: ReadonlyMap<string, string>;
  /** What its `<Number>`s and `<Stream>`s are held for as. */
  readonly rides: ReadonlyMap<TwimlElement, string>;
};

/** A call that no carrier has: the `<Dial>` fails as if the one that it names had left. */
const nobodysCall = `CA${'0'.repeat(32)}`;

/** How a document of a call is made fit for the carrier: links to this platform, rooms and queues in the account's namespace. */
export function rewritingOf(origin: Origin, link: MakeLink): Rewriting {
  const { accountSid, documentUrl } = origin;
  return {
    documentUrl,
    instructions: (request) => {
      const { url, method, attribute } = request;
      const itself = url === undefined || url === documentUrl;
      return link('calls/continue', {
        accountSid,
        ...whoseAnswer(request, origin),
        ...(url === undefined ? { stored: true } : { url }),
        method: itself && attribute !== 'text' ? origin.documentMethod : method,
      });
    },
    status: (request) => statusLink(request, origin, link),
    // A queue that the account has not must be none of the carrier's, by a name that Twilio takes: at most 64 characters.
    name: (of, name) =>
      of === 'queue'
        ? (origin.queues.get(name)?.sid ?? `${accountSid}/none`)
        : of === 'stream'
          ? streamName(accountSid, name)
          : `${accountSid}/${name}`,
    parameters: streamParameters(origin),
    call: (sid) => origin.coached.get(sid) ?? nobodysCall,
    number: (_noun, value) => e164Of(value) ?? value,
  };
}

/** What a verb's or noun's URL asks for where it is not the call's next document. */
const kinds: Readonly<Record<string, State['kind']>> = {
  'Number url': 'whisper',
  'Conference waitUrl': 'wait',
  'Enqueue waitUrl': 'queue-wait',
  'Queue url': 'queue-whisper',
};

/**
 * Which kind of document a link asks for, of which call, in which queue. What follows from a document that is heard
 * while waiting is heard while waiting too.
 */
function whoseAnswer({ element, attribute }: InstructionsRequest, origin: Origin) {
  const own = kinds[`${element.name} ${attribute}`];
  const kind = own ?? origin.kind;
  const queueSid = queueOf(element, origin) ?? (own === undefined ? origin.queueSid : undefined);
  // Who hears a whisper is another call, a leg not born yet or whoever is first in a queue: its own webhook tells.
  const another = own === 'whisper' || own === 'queue-whisper';
  return { kind, ...(another ? {} : { callSid: origin.callSid }), ...(queueSid === undefined ? {} : { queueSid }) };
}

/** The queue that an `<Enqueue>`, a `<Queue>` or the `<Dial>` around it names. */
function queueOf(element: TwimlElement, { queues }: Origin): string | undefined {
  const noun = element.name === 'Dial' ? elementsOf(element).find(({ name }) => name === 'Queue') : element;
  return noun?.name === 'Queue' || noun?.name === 'Enqueue' ? queues.get(textOf(noun))?.sid : undefined;
}

function statusLink(
  { of, url, method, events, element }: StatusRequest,
  origin: Origin,
  link: MakeLink,
): string | undefined {
  const { accountSid, callSid } = origin;
  const told = url === undefined ? {} : { url, method };
  const wishes = url === undefined ? {} : { url, method, events: events.join(' ') };
  switch (of) {
    case 'call':
      return link('calls/status', {
        ...{ accountSid, parentSid: callSid, version: origin.configurationVersion },
        rideSid: origin.rides.get(element),
        ...wishes,
      });
    case 'recording':
      return link('recordings/status', {
        accountSid,
        callSid,
        ...(element.name === 'Conference' ? { room: textOf(element) } : {}),
        ...(element.name === 'Record' && element.attributes['transcribe'] === 'true' ? { transcribed: true } : {}),
        ...wishes,
      });
    case 'transcription':
      return link('transcriptions/status', { accountSid, callSid, ...(url === undefined ? {} : { url }) });
    case 'conference':
      return link('conferences/events', { accountSid, room: textOf(element), ...wishes });
    case 'stream':
    case 'connected-stream': {
      const { name } = element.attributes;
      const bothWays = of === 'connected-stream';
      const rideSid = origin.rides.get(element);
      const named = name === undefined ? {} : { name };
      return link('calls/stream', { accountSid, callSid, bothWays, rideSid, ...named, ...told });
    }
    case 'message':
      return undefined; // A message is our own to send, and its status ours to tell.
  }
}
