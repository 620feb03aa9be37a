import { elementsOf, type TwimlElement, textOf } from '../../../twiml/element.ts';
import { methodOf } from '../interpreter/attribute.ts';
import type { Source } from '../interpreter/source.ts';

/** A `<Message>` of messaging TwiML. */
export type Reply = {
  readonly to: string | undefined;
  readonly from: string | undefined;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  /** Asked for further instructions once the reply is on its way. */
  readonly action: Source | undefined;
  readonly statusCallback: Source | undefined;
};

/** What an answer to an inbound message asks for, in order; a `<Redirect>` ends it. */
export type MessageInstructions = { readonly replies: readonly Reply[]; readonly redirect: Source | undefined };

/** Reads messaging TwiML. Relative URLs refer to `base`. */
export function messageInstructions(document: TwimlElement, base: string): MessageInstructions {
  const replies: Reply[] = [];
  for (const verb of elementsOf(document)) {
    if (verb.name === 'Redirect')
      return { replies, redirect: link(textOf(verb) || base, verb.attributes['method'], base) };
    if (verb.name === 'Message' || verb.name === 'Sms') replies.push(replyOf(verb, base));
  }
  return { replies, redirect: undefined };
}

function replyOf(verb: TwimlElement, base: string): Reply {
  const parts = elementsOf(verb);
  const bodies = parts.filter(({ name }) => name === 'Body').map(textOf);
  return {
    to: verb.attributes['to'],
    from: verb.attributes['from'],
    body: bodies.length > 0 ? bodies.join('') : textOf(verb),
    mediaUrls: parts
      .filter(({ name }) => name === 'Media')
      .map((media) => URL.parse(textOf(media), base)?.href ?? textOf(media)),
    action: link(verb.attributes['action'], verb.attributes['method'], base),
    statusCallback: link(verb.attributes['statusCallback'], 'POST', base),
  };
}

function link(url: string | undefined, method: string | undefined, base: string): Source | undefined {
  const absolute = url === undefined ? undefined : URL.parse(url, base)?.href;
  return absolute === undefined ? undefined : { url: absolute, method: methodOf(method) };
}
