import type { NameOf, StatusOf } from './attribute.ts';
import type { TwimlElement } from './element.ts';

/** A place in a document where the carrier will ask what to do next. */
export interface InstructionsRequest {
  /** Whom to ask then, absolute, with its fragment; `undefined` where a document without a URL of its own means itself. */
  readonly url: string | undefined;
  /** How the tenant wants to be asked. The link itself is always POST. */
  readonly method: 'GET' | 'POST';
  /** The verb or noun, as the tenant wrote it. */
  readonly element: TwimlElement;
  /** The attribute (`action`, `url`, `waitUrl`), or `text` where the element's text is the URL. */
  readonly attribute: string;
}

/** A place in a document where the carrier will tell what happened. */
export interface StatusRequest {
  readonly of: StatusOf;
  /** Where the tenant wants to hear of it, absolute; `undefined`: nowhere, only the platform listens. */
  readonly url: string | undefined;
  readonly method: 'GET' | 'POST';
  /** Of which events the tenant wants to hear; the carrier is asked for all that the platform needs. */
  readonly events: readonly string[];
  /** The verb or noun, as the tenant wrote it: the room of a `<Conference>` is its text. */
  readonly element: TwimlElement;
}

/**
 * What the caller of `rewriteTwiml` knows: how links are signed, how names are kept apart, what a number stands for.
 * A link that is `undefined` is left out of the document.
 */
export interface Rewriting {
  /** Against which the document's URLs are made absolute; `undefined` for TwiML that came in a request. */
  readonly documentUrl: string | undefined;
  readonly instructions: (request: InstructionsRequest) => string | undefined;
  readonly status: (request: StatusRequest) => string | undefined;
  /** The name of a room, queue, client or stream in the account's own namespace. */
  readonly name: (of: NameOf, value: string) => string;
  /** What goes along with a stream as `<Parameter>`s, by name, where the program has not named its own so. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What the carrier calls a call. */
  readonly call: (sid: string) => string;
  /** A number for the carrier. `noun` is the element that holds it: `Number`'s text, `Dial`'s callerId. */
  readonly number: (noun: string, value: string) => string;
}
