export type NumberType = 'Local' | 'Mobile' | 'TollFree';

/** A number that can be bought. */
export type StockNumber = {
  readonly phoneNumber: string;
  readonly country: string;
  readonly type: NumberType;
  readonly areaCode: string;
  readonly locality: string;
  readonly region: string;
};

type Range = Omit<StockNumber, 'phoneNumber'> & {
  readonly prefix: string;
  readonly digits: number;
  readonly count: number;
};

const americanCities: readonly (readonly [areaCode: string, locality: string, region: string])[] = [
  ['202', 'Washington', 'DC'],
  ['212', 'New York', 'NY'],
  ['213', 'Los Angeles', 'CA'],
  ['305', 'Miami', 'FL'],
  ['312', 'Chicago', 'IL'],
  ['415', 'San Francisco', 'CA'],
  ['503', 'Portland', 'OR'],
  ['512', 'Austin', 'TX'],
  ['617', 'Boston', 'MA'],
  ['702', 'Las Vegas', 'NV'],
  ['720', 'Denver', 'CO'],
  ['808', 'Honolulu', 'HI'],
];

/**
 * Numbers set aside for fiction: 555-0100 to 555-0199, Ofcom's and the Bundesnetzagentur's drama numbers. British mobiles
 * are not: programs that check numbers refuse Ofcom's 07700 900, so these are from a range beside it.
 */
const ranges: readonly Range[] = [
  ...americanCities.map(
    ([areaCode, locality, region]): Range => ({
      country: 'US',
      type: 'Local',
      areaCode,
      locality,
      region,
      prefix: `+1${areaCode}55501`,
      digits: 2,
      count: 100,
    }),
  ),
  ...['800', '888'].map(
    (areaCode): Range => ({
      country: 'US',
      type: 'TollFree',
      areaCode,
      locality: '',
      region: '',
      prefix: `+1${areaCode}55501`,
      digits: 2,
      count: 100,
    }),
  ),
  {
    country: 'GB',
    type: 'Local',
    areaCode: '20',
    locality: 'London',
    region: '',
    prefix: '+442079460',
    digits: 3,
    count: 200,
  },
  {
    country: 'GB',
    type: 'Local',
    areaCode: '161',
    locality: 'Manchester',
    region: '',
    prefix: '+441614960',
    digits: 3,
    count: 100,
  },
  {
    country: 'GB',
    type: 'Mobile',
    areaCode: '7700',
    locality: '',
    region: '',
    prefix: '+447700100',
    digits: 3,
    count: 200,
  },
  {
    country: 'DE',
    type: 'Local',
    areaCode: '30',
    locality: 'Berlin',
    region: '',
    prefix: '+493023125',
    digits: 3,
    count: 200,
  },
  {
    country: 'DE',
    type: 'Mobile',
    areaCode: '176',
    locality: '',
    region: '',
    prefix: '+49176040690',
    digits: 2,
    count: 100,
  },
];

/** Every number of this carrier, always the same ones in the same order. */
export const inventory: readonly StockNumber[] = ranges.flatMap(({ prefix, digits, count, ...place }) =>
  Array.from({ length: count }, (_, index) => ({
    phoneNumber: prefix + String(index).padStart(digits, '0'),
    ...place,
  })),
);

/** Whether a number matches Twilio's `Contains`: digits and letters anywhere, `*` for any one digit, `%` for any number of them; `+`, `^` and `$` anchor. */
export function matchesPattern(phoneNumber: string, contains: string): boolean {
  const pattern = [...contains.toUpperCase()].map(patternOf).join('');
  return new RegExp(pattern).test(
    contains.startsWith('+') || contains.startsWith('^') ? phoneNumber : phoneNumber.slice(1),
  );
}

const keypad = ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'];

function patternOf(character: string): string {
  if (/\d/.test(character)) return character;
  if (character === '*') return '\\d';
  if (character === '%') return '\\d*';
  if (character === '$') return '$';
  if (character === '+') return '^\\+';
  const key = keypad.findIndex((letters) => letters.includes(character));
  return key === -1 ? '' : String(key + 2);
}
