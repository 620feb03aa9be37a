/** At most so many bytes of a body are kept. */
export const bodyBytesMax = 4_096;
const mask = '***';
/** What is shorter is no secret, and could be a word. */
const secretCharactersMin = 16;

/** A text without what must not be kept; `isWhole` where nothing is missing. */
export type Redacted = { readonly text: string; readonly isWhole: boolean };

/** Parameters of `<Pay>` and of its kind: what a person keyed in to pay (Twilio's names). */
const paid = /(^|&)((?:PaymentCardNumber|SecurityCode|ExpirationDate|BankAccountNumber|BankRoutingNumber)=)[^&]*/g;
/** The state of our own links, as it stands in URLs, in TwiML and in form bodies. */
const sealedLink = /(link(?:=|%3D))[A-Za-z0-9_-]{16,}(?:\.|%2E)[A-Za-z0-9_-]{16,}/gi;
const userinfo = /(\bhttps?(?::\/\/|%3A%2F%2F))[^/\s"'<>?#&@%]+(?:(?::|%3A)[^/\s"'<>?#&@]*)?(?:@|%40)(?=[^\s"'<>])/gi;

/**
 * A text of an exchange as it may be kept: without the state of our links, user names and passwords of URLs, what was
 * keyed in to pay, and the `secrets` that are known by their value. Cut to 4 KB of UTF-8.
 */
export function redacted(text: string, secrets: readonly string[]): Redacted {
  const masked = maskedText(text, secrets);
  const cut = cutTo(masked, bodyBytesMax);
  return { text: cut, isWhole: cut === text };
}

/** A URL as it may be kept, without its fragment. */
export const redactedUrl = (url: string, secrets: readonly string[]): Redacted =>
  redacted(url.split('#', 1)[0] ?? '', secrets);

function maskedText(text: string, secrets: readonly string[]): string {
  const known = secrets
    .filter(({ length }) => length >= secretCharactersMin)
    .reduce((masked, secret) => masked.replaceAll(secret, mask), text);
  return known.replace(sealedLink, `$1${mask}`).replace(userinfo, `$1${mask}@`).replace(paid, `$1$2${mask}`);
}

/** Cut at a character, never within one. */
function cutTo(text: string, bytes: number): string {
  if (text.length <= bytes / 3) return text;
  const whole = Buffer.from(text);
  if (whole.length <= bytes) return text;
  let end = bytes;
  while (end > 0 && ((whole[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return whole.subarray(0, end).toString('utf8');
}

const shown = new Set([
  'content-type',
  'location',
  'user-agent',
  'i-twilio-idempotency-token',
  'x-twilio-signature',
  'x-tallyline-replay',
  'retry-after',
]);
const headerCharactersMax = 500;

/** The headers that matter; credentials and cookies are never among them. Names in small letters. */
export const shownHeaders = (
  headers: Readonly<Record<string, string | undefined>>,
  secrets: readonly string[],
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value !== undefined && value !== '' && shown.has(name.toLowerCase())
        ? [[name.toLowerCase(), redacted(value.slice(0, headerCharactersMax), secrets).text]]
        : [],
    ),
  );

/** Whether a body of that type is text; what is not is kept as its size alone. */
export const isTextual = (contentType: string): boolean =>
  contentType === '' || /^text\/|json|xml|x-www-form-urlencoded|html/i.test(contentType);
