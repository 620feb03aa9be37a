import { expect, test } from '@jest/globals';
import { decideReport, isFinal, mayMove, type RecordingStatus } from '../../../functions/recording/recording.ts';

const statuses: readonly RecordingStatus[] = ['in-progress', 'paused', 'stopped', 'completed', 'absent', 'failed'];
const report = (status: 'in-progress' | 'completed' | 'absent' | 'failed') => ({
  status,
  durationSeconds: 12,
  channels: 2,
  source: 'RecordVerb',
  startedAt: 1_000,
  errorCode: 0,
});

// Guarantee: every move between a recording's statuses is one of these, and an end is an end.
test('moves', () => {
  const allowed = statuses.flatMap((from) => statuses.filter((to) => mayMove(from, to)).map((to) => `${from} → ${to}`));
  expect(allowed).toEqual([
    'in-progress → paused',
    'in-progress → stopped',
    'in-progress → completed',
    'in-progress → absent',
    'in-progress → failed',
    'paused → in-progress',
    'paused → stopped',
    'paused → completed',
    'paused → absent',
    'paused → failed',
    'stopped → completed',
    'stopped → absent',
    'stopped → failed',
  ]);
  expect(statuses.filter(isFinal)).toEqual(['completed', 'absent', 'failed']);
});

// Guarantee: a report of the start never moves a recording that is known, so one that is paused stays paused.
test.each(statuses)('a late report of its start leaves a recording %s', (status) => {
  expect(decideReport(status, report('in-progress'), 5)).toBeUndefined();
});

// Guarantee: the first end that is reported stands.
test.each(statuses)('of a recording that is %s, an end is taken once', (status) => {
  const decided = decideReport(status, report('completed'), 5);
  expect(decided === undefined).toBe(isFinal(status));
  if (decided === undefined) return;
  expect(decided).toMatchObject({ status: 'completed', durationSeconds: 12, media: 'upstream', finalizedAt: 5 });
  expect(decided).not.toHaveProperty('errorCode');
});

// Guarantee: nothing is billed and nothing is fetched of a recording that left no sound.
test.each(['absent', 'failed'] as const)('%s has neither length nor sound', (status) => {
  const decided = decideReport('in-progress', { ...report(status), errorCode: 13_257 }, 5);
  expect(decided).toMatchObject({ status, errorCode: 13_257 });
  expect(decided).not.toHaveProperty('durationSeconds');
  expect(decided).not.toHaveProperty('media');
});
