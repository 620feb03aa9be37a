import { SaxesParser } from 'saxes';
import { attributesOf, type TwimlElement, type TwimlNode } from './element.ts';

/** Twilio reads at most 64 KB of a document; the others keep a hostile one from costing more than its size. */
export const twimlLimits = { bytes: 65_536, depth: 32, elements: 2_000, attributesOfElement: 64 } as const;

/** Twilio's own numbers: 12100 document parse failure, 12102 the root element must be Response. */
export type ParseRefusalCode = 12100 | 12102;

export type ParsedTwiml =
  | { readonly kind: 'document'; readonly document: TwimlElement }
  | {
      readonly kind: 'refused';
      readonly code: ParseRefusalCode;
      /** What is wrong, in one sentence, for a Notification. */
      readonly message: string;
      /** Where, from 1. */
      readonly line: number;
      readonly column: number;
    };

type OpenElement = Omit<TwimlElement, 'children'> & { readonly children: TwimlNode[] };

class Unreadable extends Error {
  readonly code: ParseRefusalCode;
  constructor(message: string, code: ParseRefusalCode = 12100) {
    super(message);
    this.code = code;
  }
}

/**
 * Reads a tenant's TwiML. Never throws, takes time in proportion to the text, and expands nothing: no DTD, no
 * entities but XML's five and numeric references. Comments and processing instructions are left out; CDATA is text.
 *
 * @param xml the answer's body; bytes are read as UTF-8
 * @example parseTwiml('<Response><Hangup/></Response>')
 */
export function parseTwiml(xml: string | Uint8Array): ParsedTwiml {
  const parser = new SaxesParser({ xmlns: false, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  try {
    return { kind: 'document', document: read(parser, decoded(xml)) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { message, code } = error;
    return { kind: 'refused', code, message, line: parser.line, column: parser.column + 1 };
  }
}

function decoded(xml: string | Uint8Array): string {
  const bytes = typeof xml === 'string' ? Buffer.byteLength(xml, 'utf8') : xml.byteLength;
  if (bytes > twimlLimits.bytes)
    throw new Unreadable(`The document has ${bytes} bytes; ${twimlLimits.bytes} are allowed.`);
  if (typeof xml === 'string') {
    if (!xml.isWellFormed()) throw new Unreadable('The document holds half a surrogate pair.');
    return xml;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(xml);
  } catch {
    throw new Unreadable('The document is not UTF-8.');
  }
}

function read(parser: SaxesParser<{ xmlns: false; forceXMLVersion: true; defaultXMLVersion: '1.0' }>, xml: string) {
  let root: OpenElement | undefined;
  let elements = 0;
  let attributes: [string, string][] = [];
  let line = 1;
  const open: OpenElement[] = [];

  const addText = (text: string) => {
    const siblings = open.at(-1)?.children;
    if (siblings === undefined || text === '') return;
    const last = siblings.at(-1);
    if (typeof last === 'string') siblings[siblings.length - 1] = last + text;
    else siblings.push(text);
  };

  parser.on('error', (error) => {
    const says = error.message.replace(/^(\d+:\d+: )?/, '').replace(/\.?$/, '.');
    throw new Unreadable(says.charAt(0).toUpperCase() + says.slice(1));
  });
  parser.on('doctype', () => {
    throw new Unreadable('A document type declaration (DOCTYPE) is not allowed.');
  });
  parser.on('xmldecl', ({ encoding }) => {
    // A document that is all ASCII reads the same in any encoding that programs declare.
    const readable = encoding === undefined || /^(utf-?8|us-ascii)$/i.test(encoding) || /^[\0-\x7F]*$/.test(xml);
    if (!readable) throw new Unreadable(`The document declares the encoding ${encoding}; UTF-8 is needed.`);
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('opentagstart', () => {
    line = parser.line;
    attributes = [];
  });
  parser.on('attribute', ({ name, value }) => {
    attributes.push([name, value]);
    if (attributes.length > twimlLimits.attributesOfElement) {
      throw new Unreadable(`An element has more than ${twimlLimits.attributesOfElement} attributes.`);
    }
  });
  parser.on('opentag', ({ name }) => {
    elements += 1;
    if (elements > twimlLimits.elements) throw new Unreadable(`There are more than ${twimlLimits.elements} elements.`);
    if (open.length >= twimlLimits.depth) throw new Unreadable(`Elements are nested deeper than ${twimlLimits.depth}.`);
    const opened: OpenElement = { name, attributes: attributesOf(attributes), children: [], line };
    if (open.length === 0 && name !== 'Response') {
      throw new Unreadable(`The root element must be Response, but it is ${name}.`, 12102);
    }
    root ??= opened;
    open.at(-1)?.children.push(opened);
    open.push(opened);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  if (root === undefined) throw new Unreadable('The document is empty.');
  return root;
}
