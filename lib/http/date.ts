/** An instant as Twilio writes it (RFC 2822): `Tue, 24 Nov 2026 05:29:27 +0000`. */
export const rfc2822 = (at: number): string => new Date(at).toUTCString().replace('GMT', '+0000');

/** An instant as ISO 8601 in UTC, without fractions: `2026-11-24T05:29:27Z`. */
export const iso8601 = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * A date filter's value, a day (`2026-11-24`, GMT) or an instant (ISO 8601), as the span [from, to) that it names;
 * undefined when it is neither.
 */
export function spanOf(text: string): { readonly from: number; readonly to: number } | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const from = Date.parse(`${text}T00:00:00Z`);
    return Number.isNaN(from) ? undefined : { from, to: from + 86_400_000 };
  }
  const from = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(from) ? undefined : { from, to: from + 1_000 };
}
