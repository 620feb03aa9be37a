import type { TwimlElement, TwimlNode } from './element.ts';

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

// What XML 1.0 (section 2.2) does not allow even as a reference; lone surrogates match by the `u` flag.
const illegal = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const legal = (text: string) => text.replace(illegal, '\uFFFD');

// A parser turns a bare CR into LF, and in attributes every white space into a space: references keep them.
const escapedText = (text: string) => legal(text).replace(/[&<>\r]/g, (mark) => references[mark] ?? mark);
const escapedValue = (value: string) => legal(value).replace(/[&<>"\t\n\r]/g, (mark) => references[mark] ?? mark);

function written(node: TwimlNode): string {
  if (typeof node === 'string') return escapedText(node);
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escapedValue(value)}"`);
  const start = `<${node.name}${attributes.join('')}`;
  return node.children.length === 0 ? `${start}/>` : `${start}>${node.children.map(written).join('')}</${node.name}>`;
}

/**
 * Writes a document as UTF-8 XML. What `parseTwiml` reads from it equals `document` but for line numbers.
 * A character that XML cannot hold (a NUL, half a surrogate pair) becomes U+FFFD.
 */
export const writeTwiml = (document: TwimlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${written(document)}`;
