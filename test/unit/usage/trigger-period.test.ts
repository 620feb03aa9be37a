import { expect, test } from '@jest/globals';
import { openPeriods, periodOf, withFired } from '../../../functions/usage/trigger-period.ts';

const at = (text: string) => Date.parse(`${text}Z`);
const since = '20260301';

// Guarantee: periods are days, months and years in GMT; what does not recur has one, since the account's first day.
test.each([
  ['daily', '2026-12-31T23:59:59.999', '2026-12-31', '20261231', '20261231'],
  ['daily', '2027-01-01T00:00:00', '2027-01-01', '20270101', '20270101'],
  ['monthly', '2028-02-29T12:00:00', '2028-02', '20280201', '20280231'],
  ['yearly', '2026-12-31T23:59:59.999', '2026', '20260101', '20261231'],
  ['alltime', '2026-12-31T12:00:00', 'alltime', '20260301', '20261231'],
] as const)('%s at %s', (recurring, instant, name, from, to) => {
  expect(periodOf(recurring, at(instant), since)).toEqual({ name, span: { from, to } });
});

// Guarantee: a trigger may fire in this period and in those that ended within two days; not in those that were over when it
// was made, and not where it has fired.
test.each([
  ['daily', '2026-01-01T00:00', [], ['2026-05-29', '2026-05-30', '2026-05-31']],
  ['daily', '2026-05-30T23:59', [], ['2026-05-30', '2026-05-31']],
  ['daily', '2026-01-01T00:00', ['2026-05-31', '2026-05-29'], ['2026-05-30']],
  ['monthly', '2026-01-01T00:00', [], ['2026-05']],
  ['yearly', '2026-01-01T00:00', ['2026'], []],
  ['alltime', '2026-01-01T00:00', [], ['alltime']],
  ['alltime', '2026-01-01T00:00', ['alltime'], []],
] as const)('%s, made at %s, fired %j', (recurring, createdAt, fired, open) => {
  const trigger = { recurring, createdAt: at(createdAt), fired: [...fired] };
  expect(openPeriods(trigger, since, at('2026-05-31T12:00')).map(({ name }) => name)).toEqual(open);
});

// Guarantee: at a month's and a year's turn both are open for two days.
test.each([
  ['monthly', '2026-06-02T23:59', ['2026-05', '2026-06']],
  ['monthly', '2026-06-03T00:00', ['2026-06']],
  ['yearly', '2027-01-02T00:00', ['2026', '2027']],
  ['yearly', '2027-01-03T00:00', ['2027']],
] as const)('%s at %s', (recurring, now, open) => {
  const trigger = { recurring, createdAt: at('2026-01-01T00:00'), fired: [] };
  expect(openPeriods(trigger, since, at(now)).map(({ name }) => name)).toEqual(open);
});

// Guarantee: what is forgotten of a trigger's firings is older than any period that is looked at again.
test('five firings are remembered, the latest', () => {
  const days = ['2026-05-28', '2026-05-27', '2026-05-31', '2026-05-29', '2026-05-30', '2026-06-01'];
  const kept = days.reduce<string[]>((fired, day) => withFired(fired, day), []);
  expect(kept).toEqual(['2026-05-28', '2026-05-29', '2026-05-30', '2026-05-31', '2026-06-01']);
});
