import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CallStatus, isFinal, mayMove } from '../../../functions/call/call.ts';
import { type CallReport, decideStatus } from '../../../functions/call/decide-status.ts';
import type { CarrierCallStatus } from '../../../lib/carrier/carrier.ts';

const noon = Date.UTC(2026, 10, 24, 12);
const report = (status: CarrierCallStatus, at = noon, durationSeconds?: number): CallReport => ({
  status,
  at,
  durationSeconds,
  answeredBy: undefined,
});

// Guarantee: each report of a carrier moves a call as Twilio moves it, and fires Twilio's event.
test.each<[CallStatus, CarrierCallStatus, string, boolean]>([
  ['queued', 'initiated', 'initiated', false],
  ['queued', 'ringing', 'ringing', false],
  ['initiated', 'in-progress', 'answered', false],
  ['ringing', 'in-progress', 'answered', false],
  ['ringing', 'busy', 'completed', true],
  ['ringing', 'no-answer', 'completed', true],
  ['queued', 'failed', 'completed', true],
  ['ringing', 'canceled', 'completed', true],
  ['in-progress', 'completed', 'completed', true],
  ['in-progress', 'no-answer', 'completed', true],
  ['queued', 'completed', 'completed', true],
])('a %s call that is reported %s fires %s', (status, reported, event, ended) => {
  expect(decideStatus({ status }, report(reported, noon, 61))).toMatchObject({ kind: 'move', event, ended });
});

// Guarantee: a call never moves backwards and an end is the end, so a late or repeated report changes nothing.
test.each<[CallStatus, CarrierCallStatus]>([
  ['ringing', 'initiated'],
  ['in-progress', 'ringing'],
  ['completed', 'completed'],
  ['completed', 'in-progress'],
  ['busy', 'completed'],
  ['canceled', 'in-progress'],
  ['queued', 'queued'],
])('a %s call that is reported %s stays as it is', (status, reported) => {
  expect(decideStatus({ status }, report(reported))).toEqual({ kind: 'ignore' });
});

// Guarantee: the billed duration is the carrier's own; unanswered calls have none.
test.each<[string, CallReport, number | undefined, number]>([
  ['the carrier tells it', report('completed', noon, 61), noon - 60_200, 61],
  ['the carrier tells none: the clock does, a begun second counts', report('completed', noon), noon - 60_200, 61],
  ['the answer was never told', report('completed', noon, 7), undefined, 7],
  ['nobody answered', report('no-answer', noon, 0), undefined, 0],
  ['it failed after the answer', report('failed', noon, 12), noon - 12_000, 12],
])('duration: %s', (_case, given, answeredAt, seconds) => {
  const status = answeredAt === undefined ? 'ringing' : 'in-progress';
  expect(decideStatus({ status, answeredAt }, given)).toMatchObject({ changes: { durationSeconds: seconds } });
});

// Guarantee: when the carrier knows better that nobody answered, nothing is billed and no answer stays.
test('a call that only seemed to be answered', () => {
  const decision = decideStatus({ status: 'in-progress', answeredAt: noon - 9_000 }, report('no-answer'));
  expect(decision).toMatchObject({ changes: { status: 'no-answer', durationSeconds: 0, answeredAt: undefined } });
});

// Guarantee: whatever the order and repetition of reports, a call ends once, and what it ends with stays.
test('any order of reports ends a call at most once', () => {
  const reported = fc.constantFrom<CarrierCallStatus>(
    ...([
      'queued',
      'initiated',
      'ringing',
      'in-progress',
      'completed',
      'busy',
      'no-answer',
      'canceled',
      'failed',
    ] as const),
  );
  fc.assert(
    fc.property(fc.array(reported, { maxLength: 30 }), (statuses) => {
      let call: { status: CallStatus; answeredAt?: number | undefined } = { status: 'queued' };
      let ends = 0;
      for (const [index, status] of statuses.entries()) {
        const decision = decideStatus(call, report(status, noon + index * 1_000));
        if (decision.kind === 'ignore') continue;
        expect(mayMove(call.status, decision.changes.status)).toBe(true);
        expect(decision.ended).toBe(isFinal(decision.changes.status));
        if (decision.ended) ends += 1;
        call = { ...call, ...decision.changes };
      }
      expect(ends).toBe(isFinal(call.status) ? 1 : 0);
    }),
  );
});

// Guarantee: in whatever order and however often a carrier tells of a call, it ends the same and has the same seconds.
test('a call, in any order and with any repetition', () => {
  let runs = 0;
  const endings = fc.constantFrom<CarrierCallStatus>('completed', 'busy', 'no-answer', 'canceled', 'failed');
  const scene = endings
    .map((end) => [
      ...(['initiated', 'ringing'] as const),
      ...(end === 'completed' ? ['in-progress' as const] : []),
      end,
    ])
    .chain((told) =>
      fc
        .array(fc.constantFrom(...told), { maxLength: 6 })
        .chain((repeats) => fc.shuffledSubarray([...told, ...repeats], { minLength: told.length + repeats.length }))
        .map((disordered) => ({ told, disordered })),
    );
  const played = (statuses: readonly CarrierCallStatus[]) => {
    let call: { status: CallStatus; durationSeconds?: number | undefined } = { status: 'queued' };
    for (const status of statuses) {
      const ended = status === 'completed' ? { durationSeconds: 61 } : {};
      const decision = decideStatus(call, { ...report(status, noon), ...ended });
      if (decision.kind === 'move') call = { ...call, ...decision.changes };
    }
    return { status: call.status, durationSeconds: call.durationSeconds };
  };
  fc.assert(
    fc.property(scene, ({ told, disordered }) => {
      runs += 1;
      expect(played(disordered)).toEqual(played(told));
      expect(isFinal(played(disordered).status)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  console.info(`calls: ${runs} runs, any order and repetition, one end`);
});
