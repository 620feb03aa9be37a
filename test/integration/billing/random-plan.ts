/** A rate plan of every price model, drawn at random; every use of test/integration/usage/stream.ts finds a price by it. */
export function randomPlan(Plan: string, random: () => number): object {
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const price = (most: number) => (whole(1, most) / 10_000).toFixed(4);
  const one = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)];
  const allowance = () =>
    random() < 0.5 ? { Allowance: { Units: whole(1, 20), Mode: one(['reduce-then-tier', 'occupy-tiers']) } } : {};
  const tiers = () => [
    { UpTo: whole(1, 20), Price: price(900) },
    { UpTo: whole(21, 60), Price: price(700) },
    { Price: price(500) },
  ];
  return {
    Plan,
    Currency: 'USD',
    EffectiveFrom: '2026-01-01T00:00:00Z',
    ...(random() < 0.5 && { Commitment: String(whole(1, 40)) }),
    Lines: [
      {
        Meter: 'calls-outbound',
        Per: 60,
        Increment: { First: 60, Next: whole(1, 60) },
        Price: {
          Model: 'deck',
          Rates: [
            { Prefix: '49', Price: price(900), Connect: price(300) },
            { Prefix: '1', Price: price(300) },
            { Prefix: '', Price: price(3000) },
            { Prefix: 'sip:', Price: price(100) },
          ],
        },
        ...allowance(),
      },
      {
        Meter: 'calls-inbound',
        Per: 60,
        Price: { Model: one(['graduated', 'volume']), Tiers: tiers() },
        ...allowance(),
      },
      { Meter: 'sms-outbound', Price: { Model: 'graduated', Tiers: tiers() }, ...allowance() },
      { Meter: 'sms-inbound', Price: { Model: 'package', Size: whole(1, 500), Price: price(90_000) } },
      random() < 0.5
        ? { Meter: 'faxes', Price: { Model: 'flat', Price: price(90_000) } }
        : { Meter: 'faxes', Price: { Model: 'per-unit', Price: price(900) } },
    ],
  };
}
