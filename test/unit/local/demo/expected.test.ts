import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { calls } from '../../../../lib/local/demo/calls.ts';
import { expectedStatement } from '../../../../lib/local/demo/expected.ts';
import { type ExpectedUse, expectedUses } from '../../../../lib/local/demo/expected-uses.ts';
import { replyTo, texts } from '../../../../lib/local/demo/texts.ts';

const amounts = (tenant: 'courier' | 'clinic', uses?: readonly ExpectedUse[]) =>
  Object.fromEntries(
    Object.entries(expectedStatement(tenant, uses).meters).map(([meter, { uses, quantity, billedUnits, amount }]) => [
      meter,
      [uses, quantity, billedUnits, amount],
    ]),
  );

// Guarantee: the demo compares the platform with a calculation that has nothing in common with the platform's.
test.each(['expected.ts', 'expected-uses.ts', 'expected-holdings.ts'])(
  '%s imports nothing but the script of the day',
  (name) => {
    const text = readFileSync(`lib/local/demo/${name}`, 'utf8');
    const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, module]) => module);
    const script = [
      './calls.ts',
      './decimal.ts',
      './expected-holdings.ts',
      './expected-uses.ts',
      './instant.ts',
      './tenants.ts',
      './texts.ts',
      'sms-segments-calculator',
    ];
    expect(imported.filter((module) => !script.includes(module ?? ''))).toEqual([]);
  },
);

// Guarantee: what the demo expects of the courier is what a person works out with pencil and paper.
test('the courier’s day, by whole minutes', () => {
  expect(amounts('courier')).toEqual({
    // 95 → 120, busy 0, 40 - 0.6 - 2 = 38 → 60, 59 → 60, 75 → 120, 121 → 180: 9 minutes at 0.013; 36 s at 0.0158; 12 s at 0.031
    'calls-outbound': [10, 427n, 588n, 132_680_000n],
    // 48, 61, 110, 35, 40, 18, 52, 26, 300, 241, 90 from America: 22 minutes at 0.0085; 12 from Britain: one at 0.01
    'calls-inbound': [12, 1033n, 1380n, 197_000_000n],
    // 20 at 0.0079, 7 at 0.0065
    'sms-outbound': [19, 27n, 27n, 203_500_000n],
    'sms-inbound': [8, 8n, 8n, 60_000_000n],
    // 18 → 60, 25 → 60, 75 → 120, the room’s 280 → 300
    recordings: [4, 398n, 540n, 22_500_000n],
    // 300, 241 → 300, 90 → 120
    'conference-participants': [3, 631n, 720n, 21_600_000n],
    // 18, 25, 75 and 280 s at 16,000 bytes and a header of 44 each, from a second after their ends to midnight, at 0.015 a gigabyte-hour
    recordingstorage: [1, 325_349_216_237n, 325_349_216_237n, 1_355_622n],
    phonenumbers: [1, 2n, 2n, 77_000_000n],
  });
  expect(expectedStatement('courier')).toMatchObject({ trueUp: 0n, total: 715_635_622n, payable: 720_000_000n });
});

// Guarantee: the same for the clinic, whose commitment of 90 is due for 16 of the month's 721 hours.
test('the clinic’s day, by seconds', () => {
  expect(amounts('clinic')).toEqual({
    // 41 + 27 + 45 + 30 + 43 + 18 = 204 s, each rounded, at 0.01 a minute; 66 s at 0.0164 and the fee
    'calls-outbound': [10, 270n, 270n, 72_040_000n],
    // 74 → 78, 66, 8 → 60, 21 → 60, 200 → 204, 150: 618 s at 0.0095, six fees of 0.005
    'calls-inbound': [7, 519n, 618n, 127_850_000n],
    // 7 beyond the ten that are free
    'sms-outbound': [15, 17n, 17n, 58_100_000n],
    'sms-inbound': [8, 8n, 8n, 60_000_000n],
    recordings: [2, 39n, 39n, 2_600_000n],
    'conference-participants': [2, 350n, 350n, 11_666_667n],
    recordingstorage: [1, 34_564_437_686n, 34_564_437_686n, 192_025n],
    // one of the two is free
    phonenumbers: [1, 2n, 2n, 40_000_000n],
  });
  const { trueUp, total, payable } = expectedStatement('clinic');
  expect(total).toBe((90n * 10n ** 9n * 16n * 2n + 721n) / (2n * 721n));
  expect(trueUp).toBe(total - 372_448_692n);
  expect(payable).toBe(2_000_000_000n);
});

// Guarantee: the day is as large as the demo says.
test('the day has some thirty calls and fifty texts', () => {
  const answers = texts.filter((text) => text.way === 'in' && replyTo(text.tenant, text.body) !== undefined);
  expect([calls.length, texts.length + answers.length]).toEqual([35, 50]);
});

// Guarantee: a use more or a second more changes the expectation: it is no constant.
test('one more use', () => {
  const use = { tenant: 'clinic', meter: 'recordings', farEnd: '', quantity: 1n } as const;
  expect(amounts('clinic', [...expectedUses(), use])['recordings']).toEqual([3, 40n, 40n, 2_666_667n]);
});
