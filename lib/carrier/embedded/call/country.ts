const countries: readonly (readonly [prefix: string, country: string])[] = [
  ['+1', 'US'],
  ['+44', 'GB'],
  ['+49', 'DE'],
];

/** The country of a number in this carrier's little world, or undefined. */
export const countryOf = (number: string): string | undefined =>
  countries.find(([prefix]) => number.startsWith(prefix))?.[1];

const areaParameters = ['City', 'State', 'Zip'] as const;

/** Twilio's geographic parameters of a webhook; city, state and zip are empty, as it sends them when unknown. */
export function geography(from: string, to: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [party, number] of [
    ['From', from],
    ['To', to],
  ] as const) {
    for (const part of areaParameters) parameters[`${party}${part}`] = '';
    const country = countryOf(number);
    if (country !== undefined) parameters[`${party}Country`] = country;
  }
  return parameters;
}
