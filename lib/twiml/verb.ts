import type { AttributeKind, TextKind } from './attribute.ts';

/** A verb or noun of TwiML. */
export interface Verb {
  /** The element's name in a document. */
  readonly element: string;
  /** Keys of this table: what may stand inside. Which may stand where is nowhere else. */
  readonly children: readonly string[];
  readonly text: TextKind;
  readonly attributes: Readonly<Record<string, AttributeKind>>;
  /** Meters that it starts when it is executed, beside `recordings` and `transcriptions` where an attribute asks for them. */
  readonly meters: readonly string[];
  /** `false`: Twilio has it, this platform not (yet). A document that uses it is refused by name. */
  readonly offered: boolean;
  /** Attributes without which it means nothing: their lack is an error, with the attribute's number. */
  readonly required: readonly string[];
  /** Whether our own parameters go along: whom it reaches sees the carrier's SIDs only. */
  readonly parameters: boolean;
  /** How many children may stand inside, and Twilio's number for more. */
  readonly childrenMax?: { readonly count: number; readonly code: number };
  /** Twilio's number for a child that must not stand here. */
  readonly nesting: number;
}

const verb = (element: string, offered: boolean, rest: Partial<Omit<Verb, 'element' | 'offered'>> = {}): Verb => ({
  element,
  offered,
  children: [],
  text: { kind: 'nothing' },
  attributes: {},
  meters: [],
  required: [],
  parameters: false,
  nesting: 12200,
  ...rest,
});
/** A verb that the platform offers now. */
export const now = (element: string, rest: Partial<Verb> = {}) => verb(element, true, rest);

/** A verb that Twilio has and the platform does not offer yet. */
export const notYet = (element: string, rest: Partial<Verb> = {}) => verb(element, false, rest);
