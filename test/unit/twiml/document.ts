import type { TwimlElement } from '../../../lib/twiml/element.ts';
import { parseTwiml } from '../../../lib/twiml/parse-twiml.ts';

/** A good document, or the end of the test. */
export function document(xml: string): TwimlElement {
  const parsed = parseTwiml(xml);
  if (parsed.kind === 'refused') throw new Error(`line ${parsed.line}: ${parsed.message}`);
  return parsed.document;
}
