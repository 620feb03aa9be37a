/** One element of a TwiML document; the document itself is its root element, `<Response>`. */
export interface TwimlElement {
  readonly name: string;
  /** Without a prototype, so that an attribute named `__proto__` or `toString` is only an attribute. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly TwimlNode[];
  /** Line of the element's name in the source, from 1; 0 where it was never read from a source. */
  readonly line: number;
}

/** An element or a run of text. Text is never empty and two runs never stand side by side. */
export type TwimlNode = TwimlElement | string;

/**
 * Makes an element for a document of our own; `undefined` attributes are left out.
 *
 * @example element('Response', {}, [element('Say', { language: 'en-US' }, ['Goodbye']), element('Hangup')])
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  children: readonly TwimlNode[] = [],
): TwimlElement {
  const given = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { name, attributes: attributesOf(given), children, line: 0 };
}

/** Attributes from pairs; the later of two with one name wins. */
export function attributesOf(pairs: Iterable<readonly [string, string]>): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = Object.create(null);
  for (const [name, value] of pairs) attributes[name] = value;
  return attributes;
}

/** The element's child elements, without the text between them. */
export const elementsOf = (parent: TwimlElement): TwimlElement[] =>
  parent.children.filter((child): child is TwimlElement => typeof child !== 'string');

/** The element's own text, trimmed; what nested elements say is not part of it. */
export const textOf = (parent: TwimlElement): string =>
  parent.children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim();
