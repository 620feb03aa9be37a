import { expect, test } from '@jest/globals';
import { type granularities, parseDay, spansOf } from '../../../functions/usage/calendar.ts';

const today = '20261102';
const asked = { from: '20260930', to: today };
const told = (granularity: (typeof granularities)[number]) =>
  spansOf(granularity, asked, today).map(({ from, to }) => `${from}-${to}`);

// Guarantee: each sub-resource of Usage Records has the days that its name says, the latest first.
test('spans', () => {
  expect(told('AllTime')).toEqual(['20260930-20261102']);
  expect(told('Today')).toEqual(['20261102-20261102']);
  expect(told('Yesterday')).toEqual(['20261101-20261101']);
  expect(told('ThisMonth')).toEqual(['20261101-20261102']);
  expect(told('LastMonth')).toEqual(['20261001-20261031']);
  expect(told('Monthly')).toEqual(['20261101-20261102', '20261001-20261031', '20260930-20260930']);
  expect(told('Yearly')).toEqual(['20260930-20261102']);
  expect(told('Daily').slice(0, 3)).toEqual(['20261102-20261102', '20261101-20261101', '20261031-20261031']);
  expect(told('Daily')).toHaveLength(34);
});

// Guarantee: what is cut covers every day asked for, once.
test.each(['Daily', 'Monthly', 'Yearly'] as const)('%s tiles what was asked for', (granularity) => {
  const spans = spansOf(granularity, { from: '20240115', to: '20260303' }, '20260303').toReversed();
  expect([spans[0]?.from, spans.at(-1)?.to]).toEqual(['20240115', '20260303']);
  for (const [index, span] of spans.slice(1).entries()) {
    const gap = Date.parse(dashed(span.from)) - Date.parse(dashed(spans[index]?.to ?? ''));
    expect(gap).toBe(86_400_000);
  }
});

const dashed = (day: string): string => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;

// Guarantee: dates are Twilio's, a day or an offset from today; what is neither is refused, not guessed.
test('dates', () => {
  expect(['2026-11-24', '-30days', '+1day', '-0days'].map((text) => parseDay(text, today))).toEqual([
    '20261124',
    '20261003',
    '20261103',
    today,
  ]);
  expect(
    ['2026-02-30', '2026-13-01', '24.11.2026', '30days', '-1.5days', 'today'].map((text) => parseDay(text, today)),
  ).toEqual(Array(6).fill(undefined));
});
