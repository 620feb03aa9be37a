import type { AttributeKind } from './attribute.ts';

/** Longer than any URL that a carrier takes. */
const urlLengthMax = 2_000;

/**
 * A URL of the document, absolute: `undefined` if it is none of http or https, too long, or relative in a document
 * that has no URL of its own. The fragment stays: it may hold Twilio's connection overrides (`#rc=2`).
 */
export function absoluteUrl(url: string, documentUrl: string | undefined): string | undefined {
  const absolute = URL.parse(url.trim(), documentUrl);
  if (absolute === null || !/^https?:$/.test(absolute.protocol) || absolute.href.length > urlLengthMax)
    return undefined;
  return absolute.href;
}

/**
 * The URL of a WebSocket server, absolute: `undefined` if it is none of wss or ws, or too long. One that is relative to
 * the document's own is as safe as that: https makes it wss.
 */
export function socketUrl(url: string, documentUrl: string | undefined): string | undefined {
  const base = documentUrl?.replace(/^http/i, 'ws');
  const absolute = URL.parse(url.trim(), base);
  if (absolute === null || !/^wss?:$/.test(absolute.protocol) || absolute.href.length > urlLengthMax) return undefined;
  return absolute.href;
}

/** Whether a phone number could be meant: digits as people write them, E.164 or a short code. */
export const looksLikeNumber = (value: string): boolean => {
  const digits = value.replace(/[\s().-]/g, '');
  return /^\+?[0-9*#]{3,20}$/.test(digits);
};

/** A number as people and programs write it, in E.164; `undefined` if it cannot be one. Ten digits alone are American. */
export function e164Of(written: string): string | undefined {
  const bare = written.replace(/[\s().-]/g, '');
  const digits = /^\d{10}$/.test(bare) ? `+1${bare}` : /^\d/.test(bare) ? `+${bare}` : bare;
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : undefined;
}

export const listOf = (value: string): string[] => value.split(/\s+/).filter((word) => word !== '');

/** What is wrong with a value, as the end of a sentence that begins with the attribute's name; `undefined` if nothing. */
export function complaintOf(kind: AttributeKind, value: string, documentUrl: string | undefined): string | undefined {
  switch (kind.kind) {
    case 'instructions':
    case 'status':
      return value.trim() === '' || absoluteUrl(value, documentUrl) !== undefined
        ? undefined
        : 'is not a URL of http or https';
    case 'method':
      return /^(GET|POST)$/i.test(value) ? undefined : 'must be GET or POST';
    case 'events':
    case 'some':
      return listOf(value).every((word) => kind.values.includes(word))
        ? undefined
        : `takes only ${kind.values.join(', ')}`;
    case 'one':
      return kind.values.includes(value) ? undefined : `must be one of ${kind.values.join(', ')}`;
    case 'number':
      return looksLikeNumber(value) ? undefined : 'is not a phone number';
    case 'integer': {
      const inRange = /^\d{1,9}$/.test(value) && Number(value) >= kind.min && Number(value) <= kind.max;
      return inRange || kind.or.includes(value) ? undefined : `must be a whole number from ${kind.min} to ${kind.max}`;
    }
    case 'matching':
      return kind.pattern.test(value) ? undefined : `takes only ${kind.says}`;
    case 'socket':
      return socketUrl(value, documentUrl) === undefined ? 'is not a URL of wss' : undefined;
    case 'name':
      return value !== '' && value.length <= kind.charactersMax
        ? undefined
        : `must have 1 to ${kind.charactersMax} characters`;
    case 'later':
      return kind.off.includes(value) ? undefined : 'is not offered';
    case 'words':
    case 'call':
      return undefined;
  }
}
