import { elementsOf, type TwimlElement, textOf } from './element.ts';
import { absoluteUrl } from './value.ts';

/** A message that a document asks for, in the tenant's own terms; whoever sends it checks the numbers. */
export interface TwimlMessage {
  /** As the tenant wrote it; none: to whom the document answers. */
  readonly to?: string;
  /** As the tenant wrote it; none: the number to which the other party spoke or wrote. */
  readonly from?: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  /** Where the tenant wants to hear of its delivery, absolute. */
  readonly statusCallback?: { readonly url: string; readonly method: 'GET' | 'POST' };
  readonly line: number;
}

/** The method that a tenant wants; POST, Twilio's default, for anything but GET. */
export const methodOf = (value: string | undefined): 'GET' | 'POST' =>
  value?.toUpperCase() === 'GET' ? 'GET' : 'POST';

/**
 * Reads a `<Message>`: its text or its `<Body>`s, its `<Media>`, and where its status goes (`statusCallback`, or the
 * older `action`).
 */
export function messageOf(element: TwimlElement, documentUrl: string | undefined): TwimlMessage {
  const { to, from, statusCallback, action, method } = element.attributes;
  const inside = elementsOf(element);
  const bodies = inside.filter((child) => child.name === 'Body').map(textOf);
  const media = inside.filter((child) => child.name === 'Media').map(textOf);
  const wanted = statusCallback?.trim() || action?.trim();
  const url = wanted ? absoluteUrl(wanted, documentUrl) : undefined;
  return {
    ...(to !== undefined && { to }),
    ...(from !== undefined && { from }),
    body: [textOf(element), ...bodies].filter((text) => text !== '').join('\n'),
    mediaUrls: media.map((text) => absoluteUrl(text, documentUrl)).filter((media) => media !== undefined),
    ...(url !== undefined && { statusCallback: { url, method: methodOf(method) } }),
    line: element.line,
  };
}
