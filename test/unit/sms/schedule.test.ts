import { expect, test } from '@jest/globals';
import { sendAtOf } from '../../../functions/sms/schedule.ts';

const now = Date.UTC(2026, 10, 24, 9, 0, 0);
const fixed = 'fixed';

// Guarantee: a message is scheduled from 15 minutes to 35 days ahead, by an instant that nobody can misread.
test.each([
  ['2026-11-24T09:15:00Z', Date.UTC(2026, 10, 24, 9, 15)],
  ['2026-11-24T10:15:00+01:00', Date.UTC(2026, 10, 24, 9, 15)],
  ['2026-11-25T00:00:00.250Z', Date.UTC(2026, 10, 25, 0, 0, 0, 250)],
  ['2026-12-29T09:00:00Z', Date.UTC(2026, 11, 29, 9)],
])('%s', (SendAt, at) => {
  expect(sendAtOf({ SendAt, ScheduleType: fixed }, now)).toBe(at);
});

// Guarantee: all else is refused, and says with Twilio's number what is wrong.
test.each([
  [{ SendAt: '2026-11-24T09:14:59Z', ScheduleType: fixed }, 35114],
  [{ SendAt: '2026-12-29T09:00:01Z', ScheduleType: fixed }, 35114],
  [{ SendAt: '2020-01-01T00:00:00Z', ScheduleType: fixed }, 35114],
  [{ SendAt: '2026-11-25', ScheduleType: fixed }, 35114],
  [{ SendAt: '2026-11-25T09:00:00', ScheduleType: fixed }, 35114],
  [{ SendAt: '2026-13-25T09:00:00Z', ScheduleType: fixed }, 35114],
  [{ SendAt: 'tomorrow', ScheduleType: fixed }, 35114],
  [{ SendAt: '', ScheduleType: fixed }, 35114],
  [{ ScheduleType: fixed }, 35114],
  [{ SendAt: '2026-11-25T09:00:00Z' }, 20001],
])('%j is refused', (parameters, code) => {
  expect(sendAtOf(parameters, now)).toMatchObject({ kind: 'refusal', code });
});

// Guarantee: who schedules nothing sends now.
test('nothing', () => {
  expect(sendAtOf({}, now)).toBeUndefined();
});
