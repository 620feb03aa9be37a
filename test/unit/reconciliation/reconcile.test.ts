import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nano, sum } from '../../../lib/money/nano.ts';
import { margins } from '../../../lib/reconciliation/margins.ts';
import { type CarrierUse, type OwnUse, reconcile } from '../../../lib/reconciliation/reconcile.ts';

const faults = [
  ...(['none', 'missing', 'extra', 'quantity', 'direction', 'both', 'repeated'] as const),
  // Beside the time with us, with the carrier, or not carried: no differences.
  ...(['beside', 'outside', 'uncharged'] as const),
] as const;

const use = fc.record({
  fault: fc.constantFrom(...faults),
  direction: fc.constantFrom('inbound', 'outbound'),
  quantity: fc.bigInt({ min: 0n, max: 86_400n }),
  cost: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  amount: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  account: fc.constantFrom('AC1', 'AC2'),
  prefix: fc.constantFrom('', '1', '49'),
});

const other = (direction: 'inbound' | 'outbound') => (direction === 'inbound' ? 'outbound' : 'inbound');

/** Both sides of the same uses, after each one's fault was injected. */
function inject(
  uses: readonly {
    readonly fault: (typeof faults)[number];
    readonly direction: 'inbound' | 'outbound';
    readonly quantity: bigint;
    readonly cost: bigint;
    readonly amount: bigint;
    readonly account: string;
    readonly prefix: string;
  }[],
) {
  const carrier: CarrierUse[] = [];
  const own: OwnUse[] = [];
  for (const [index, { fault, direction, quantity, cost, amount, account, prefix }] of uses.entries()) {
    const resourceSid = `CA${String(index).padStart(32, '0')}`;
    const listed = {
      ...{ line: index + 2, id: `id${index}`, resourceSid, cost: nano(cost) },
      quantity: fault === 'quantity' || fault === 'both' ? quantity + 1n : quantity,
      direction: fault === 'direction' || fault === 'both' ? other(direction) : direction,
      isListed: fault !== 'outside',
      isCharged: fault !== 'uncharged',
    };
    if (fault !== 'extra' && fault !== 'beside') carrier.push(listed);
    if (fault === 'repeated') carrier.push(listed);
    if (fault === 'missing' || fault === 'uncharged') continue;
    own.push({
      ...{ accountSid: account, resourceSid, direction, quantity, prefix, amount: nano(amount), currency: 'USD' },
      isListed: fault !== 'beside',
    });
  }
  return { carrier, own };
}

const expectedOf = {
  none: [],
  beside: [],
  outside: [],
  uncharged: [],
  missing: ['missing'],
  extra: ['extra'],
  quantity: ['different quantity'],
  direction: ['different direction'],
  both: ['different quantity,direction'],
  repeated: ['repeated'],
} as const;

let differing = 0;
// Guarantee: whatever set of differences is injected, the report lists exactly these, however the lists are ordered; and the
// margins of what is matched add up to the last nano-unit.
test('exactly what was injected', () => {
  fc.assert(
    fc.property(fc.array(use, { maxLength: 40 }), fc.boolean(), (uses, reversed) => {
      const { carrier, own } = inject(uses);
      const { matches, differences } = reconcile(carrier, reversed ? own.toReversed() : own);
      const found = differences.map((difference) => {
        const sid = 'carrier' in difference ? difference.carrier.resourceSid : difference.own.resourceSid;
        return `${sid} ${difference.kind}${difference.kind === 'different' ? ` ${difference.fields}` : ''}`;
      });
      const injected = uses.flatMap(({ fault }, index) =>
        expectedOf[fault].map((what) => `CA${String(index).padStart(32, '0')} ${what}`),
      );
      expect(found.sort()).toEqual(injected.sort());
      differing += injected.length;

      const isMatched = ({ fault }: { fault: (typeof faults)[number] }) =>
        !['missing', 'extra', 'beside', 'outside', 'uncharged'].includes(fault);
      const both = uses.filter(isMatched);
      expect(matches).toHaveLength(both.length);
      const rows = margins(matches, 'USD');
      expect(sum(rows.map(({ margin }) => margin ?? nano(0n)))).toBe(
        both.reduce((total, { amount, cost }) => total + amount - cost, 0n),
      );
      expect(new Set(rows.map(({ accountSid, prefix }) => `${accountSid} ${prefix}`)).size).toBe(rows.length);
    }),
  );
  console.info(`${differing} injected differences, each listed once, none besides`);
});

// Guarantee: no margin is made of two currencies.
test('another currency', () => {
  const { carrier, own } = inject([
    { fault: 'none', direction: 'inbound', quantity: 1n, cost: 1n, amount: 2n, account: 'AC1', prefix: '1' },
  ]);
  expect(margins(reconcile(carrier, own).matches, 'EUR')).toMatchObject([{ revenue: 2n, cost: 1n, margin: undefined }]);
});
