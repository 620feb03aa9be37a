import { type Refusal, refuse } from '../error/catalogue.ts';
import { element, type TwimlElement } from '../twiml/element.ts';
import { parseTwiml } from '../twiml/parse-twiml.ts';
import type { ProgramAnswer } from './ask-program.ts';

/** A program's document and where it came from; no URL for what came with a request. */
export type Document = { readonly document: TwimlElement; readonly url: string | undefined };

/** The document that a program answered. Twilio takes TwiML, plays what is sound, and reads out what is plain text; all else is 12300. */
export function answeredDocument({ contentType, body, url }: ProgramAnswer): Document | Refusal {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type.startsWith('audio/')) return { document: element('Response', {}, [element('Play', {}, [url])]), url };
  if (type === 'text/plain') return { document: element('Response', {}, [element('Say', {}, [body])]), url };
  if (type !== '' && !/xml|html/.test(type)) return refuse(12300, `${type} from ${url}`);
  return body.trim() === '' ? { document: element('Response'), url } : parsedDocument(body, url);
}

/** TwiML as a document, or why it is none (12100), with its place. */
export function parsedDocument(twiml: string, url: string | undefined): Document | Refusal {
  const result = parseTwiml(twiml);
  if (result.kind === 'document') return { document: result.document, url };
  return refuse(
    12100,
    `${result.message} (line ${result.line}, column ${result.column}${url === undefined ? '' : ` of ${url}`})`,
  );
}
