import type { TwimlElement, TwimlNode } from '../../../twiml/element.ts';
import type { Session } from './session.ts';
import type { Method, Source } from './source.ts';

/** A number attribute of whole units, or what Twilio takes when it is missing or unreadable. */
export function wholeNumber(element: TwimlElement, name: string, otherwise: number): number {
  const text = element.attributes[name]?.trim();
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}

/** A true-or-false attribute. */
export function truth(element: TwimlElement, name: string, otherwise: boolean): boolean {
  const text = element.attributes[name]?.trim().toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : otherwise;
}

/** A method attribute: POST unless GET is asked for. */
export const methodOf = (text: string | undefined): Method => (text?.trim().toUpperCase() === 'GET' ? 'GET' : 'POST');

/** A space-separated attribute as a list. */
export const wordsOf = (text: string | undefined): readonly string[] => text?.split(/[\s,]+/).filter(Boolean) ?? [];

/** All text of an element, that of its SSML children included, with white space as a speaker hears it. */
export function spokenText(element: TwimlElement): string {
  const text = (node: TwimlNode): string => (typeof node === 'string' ? node : node.children.map(text).join(' '));
  return text(element).replace(/\s+/g, ' ').trim();
}

/** A URL attribute made absolute against the document's own; undefined when missing or no URL. */
export function linkOf(session: Session, url: string | undefined, method: string | undefined): Source | undefined {
  if (url === undefined || url.trim() === '') return undefined;
  const absolute = URL.parse(url.trim(), session.source?.url)?.href;
  return absolute === undefined ? undefined : { url: absolute, method: methodOf(method) };
}

/** A verb's `action`; without one the current document's URL is asked again, as Twilio does for Gather and Record. */
export const actionOrSelf = (session: Session, verb: TwimlElement): Source | undefined =>
  linkOf(session, verb.attributes['action'] ?? session.source?.url, verb.attributes['method']);
