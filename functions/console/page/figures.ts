/** What a price is written as where there is none yet. */
const noPrice = '—';

/** An amount as the API tells it, with its currency. */
export const amount = (price: string | null, unit: string): string =>
  price === null ? noPrice : `${price} ${unit.toUpperCase()}`;

/** Seconds as minutes and seconds: `75` is `1:15`. */
export function duration(seconds: string | null): string {
  if (seconds === null) return '—';
  const whole = Number(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

const instantFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** An instant of the API (RFC 2822 or ISO 8601) in the reader's own zone. */
export const instant = (text: string | null): string => (text === null ? '—' : instantFormat.format(Date.parse(text)));

/** So many of a unit that the API names in the plural: `1 call`, `2 calls`. */
export const measure = (figure: string, units: string): string =>
  `${figure} ${figure === '1' ? units.replace(/s$/, '') : units}`;
