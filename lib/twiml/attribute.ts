/** What a status callback tells about. */
export type StatusOf =
  | 'call'
  | 'conference'
  | 'recording'
  | 'transcription'
  | 'message'
  | 'stream'
  | 'connected-stream';

/**
 * When the platform itself needs a status callback: `always`, when the element records (its `record` says so), or
 * only because the tenant asked for it. `transcribed`: when its `transcribe` says so, and else never, asked for or not.
 */
export type StatusNeed = 'always' | 'recorded' | 'transcribed' | 'asked';

export type NameOf = 'conference' | 'queue' | 'client' | 'stream';

/**
 * What an attribute holds. `code` is Twilio's number for a value that is none of these (12200, schema validation
 * warning, where Twilio has no number of its own).
 */
export type AttributeKind =
  /** A URL whose answer is TwiML. `absent` and `empty` say what it means if it is not there, or is `""`. */
  | {
      readonly kind: 'instructions';
      readonly method: string;
      readonly absent: 'document' | 'nothing';
      readonly empty: 'document' | 'nothing';
      readonly code: number;
    }
  /** A URL whose answer is ignored. `events` are all that the carrier can report, the default of the tenant first. */
  | {
      readonly kind: 'status';
      readonly of: StatusOf;
      readonly method: string;
      readonly need: StatusNeed;
      readonly eventAttribute?: string;
      readonly events: readonly string[];
      /** What a tenant gets who names no events, as Twilio has it. */
      readonly defaultEvents: readonly string[];
      readonly code: number;
    }
  | { readonly kind: 'method'; readonly code: number }
  | { readonly kind: 'events'; readonly values: readonly string[]; readonly code: number }
  | { readonly kind: 'number'; readonly code: number }
  | {
      readonly kind: 'integer';
      readonly min: number;
      readonly max: number;
      readonly or: readonly string[];
      readonly code: number;
    }
  /** `refused`: any other value refuses the document, since the default would be something else than was meant. */
  | { readonly kind: 'one'; readonly values: readonly string[]; readonly refused?: boolean; readonly code: number }
  | { readonly kind: 'some'; readonly values: readonly string[]; readonly code: number }
  | { readonly kind: 'matching'; readonly pattern: RegExp; readonly says: string; readonly code: number }
  | { readonly kind: 'words'; readonly code: number }
  /** The URL of a WebSocket server: the carrier gets it, made absolute. */
  | { readonly kind: 'socket'; readonly code: number }
  /** A name in the account's own namespace. */
  | { readonly kind: 'name'; readonly of: NameOf; readonly charactersMax: number; readonly code: number }
  /** The SID of a call; one that is not there is the carrier's to refuse. */
  | { readonly kind: 'call'; readonly code: number }
  /** Twilio has it, this platform not yet: refused by name, unless it says `off`. */
  | { readonly kind: 'later'; readonly off: readonly string[]; readonly code: number };

/** What stands between an element's tags. */
export type TextKind =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'words' }
  | { readonly kind: 'number'; readonly code: number }
  /** `code` is Twilio's number for the lack of a name, `longCode` for one that is too long; `makes`: what is not there is made. */
  | {
      readonly kind: 'name';
      readonly of: NameOf;
      readonly code: number;
      readonly charactersMax: number;
      readonly longCode: number;
      readonly makes: boolean;
    }
  /** A URL whose answer is TwiML; its method is in the attribute `method`. */
  | { readonly kind: 'instructions'; readonly code: number }
  /** A URL of sound or pictures: the carrier gets it, made absolute. */
  | { readonly kind: 'media'; readonly code: number };

const schema = 12200;

export const instructions = (
  method: string,
  {
    absent = 'nothing',
    empty = 'nothing',
    code = 11100,
  }: { absent?: 'document' | 'nothing'; empty?: 'document' | 'nothing'; code?: number } = {},
): AttributeKind => ({ kind: 'instructions', method, absent, empty, code });

export const status = (
  of: StatusOf,
  name: string,
  need: StatusNeed,
  events: readonly string[] = [],
  defaultEvents: readonly string[] = events,
): AttributeKind => ({
  kind: 'status',
  of,
  method: `${name}Method`,
  need,
  ...(events.length > 0 && { eventAttribute: `${name}Event` }),
  events,
  defaultEvents,
  code: 11100,
});

export const name = (
  of: NameOf,
  code: number,
  {
    charactersMax = 128,
    longCode = code,
    makes = false,
  }: { charactersMax?: number; longCode?: number; makes?: boolean } = {},
): TextKind => ({ kind: 'name', of, code, charactersMax, longCode, makes });
export const method = (code = schema): AttributeKind => ({ kind: 'method', code });
export const events = (values: readonly string[]): AttributeKind => ({ kind: 'events', values, code: schema });
export const number = (code: number): AttributeKind => ({ kind: 'number', code });
export const integer = (min: number, max: number, code = schema, or: readonly string[] = []): AttributeKind => ({
  kind: 'integer',
  min,
  max,
  or,
  code,
});
export const one = (values: readonly string[], code = schema): AttributeKind => ({ kind: 'one', values, code });
/** One of these, or the document is refused. */
export const strictlyOne = (values: readonly string[], code: number): AttributeKind => ({
  kind: 'one',
  values,
  refused: true,
  code,
});
export const boolean = (code = schema) => one(['true', 'false'], code);
export const some = (values: readonly string[], code = schema): AttributeKind => ({ kind: 'some', values, code });
export const matching = (pattern: RegExp, says: string, code = schema): AttributeKind => ({
  kind: 'matching',
  pattern,
  says,
  code,
});
export const socket = (code: number): AttributeKind => ({ kind: 'socket', code });
export const named = (of: NameOf, charactersMax = 128): AttributeKind => ({
  kind: 'name',
  of,
  charactersMax,
  code: schema,
});
export const words: AttributeKind = { kind: 'words', code: schema };
export const call = (code: number): AttributeKind => ({ kind: 'call', code });
export const later = (...off: string[]): AttributeKind => ({ kind: 'later', off, code: schema });
