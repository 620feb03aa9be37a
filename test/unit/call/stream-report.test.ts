import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decideReport,
  faultCode,
  type Known,
  type Report,
  streamSeconds,
} from '../../../functions/call/stream/stream.ts';

const fresh: Known = { status: 'in-progress', faults: [] };
const started: Report = { event: 'started', at: 1_000, error: undefined };
const stopped: Report = { event: 'stopped', at: 61_500, error: undefined };
const fault: Report = { event: 'error', at: 2_000, error: '31951: Stream - Protocol - Invalid Message' };

/** What a stream is after some reports, and which of them its program was told. */
function after(reports: readonly Report[], from: Known = fresh) {
  let stream = from;
  const told: string[] = [];
  let uses = 0;
  for (const report of reports) {
    const decision = decideReport(stream, report, 99_000);
    if (decision === undefined) continue;
    if (decision.isTold) told.push(report.event);
    if (decision.changes.finalizedAt !== undefined) uses += 1;
    stream = { ...stream, ...decision.changes };
  }
  return { stream, told, uses };
}

// Guarantee: reports in their order are each told, and the stream has the carrier's times.
test('in order', () => {
  expect(after([started, fault, stopped])).toEqual({
    stream: { status: 'stopped', startedAt: 1_000, stoppedAt: 61_500, faults: [fault.error], finalizedAt: 99_000 },
    told: ['started', 'error', 'stopped'],
    uses: 1,
  });
  expect(streamSeconds(1_000, 61_500)).toBe(61);
});

// Guarantee: a start that is heard of after the end moves nothing backwards and is not told, but the use has its length.
test('a late start', () => {
  expect(after([stopped, started])).toMatchObject({
    stream: { status: 'stopped', startedAt: 1_000, stoppedAt: 61_500, finalizedAt: 99_000 },
    told: ['stopped'],
    uses: 1,
  });
});

// Guarantee: an end that was asked for is told all the same, once.
test('an end that was asked for', () => {
  expect(after([stopped, stopped], { ...fresh, status: 'stopping', startedAt: 1_000 })).toMatchObject({
    told: ['stopped'],
    uses: 1,
  });
});

// Guarantee: a stream that never reached its server costs nothing.
test('never started', () => {
  expect(after([fault, stopped]).uses).toBe(0);
});

// Guarantee: however reports are repeated and swapped, a stream ends stopped, is billed once and for the same time, and nothing is told twice.
test('any order, any repeats', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([started, started, stopped, stopped, fault, fault], { minLength: 6 }),
      (reports) => {
        const { stream, told, uses } = after(reports);
        expect(stream).toMatchObject({ status: 'stopped', startedAt: 1_000, stoppedAt: 61_500, faults: [fault.error] });
        expect(uses).toBe(1);
        expect(new Set(told).size).toBe(told.length);
      },
    ),
  );
});

// Guarantee: the notification of a fault has Twilio's number of it.
test.each([
  ['31921: Stream - WebSocket - Close Error', 31_921],
  ['Error 31920', 31_920],
  ['what the carrier never said before', 31_900],
])('%s', (text, code) => {
  expect(faultCode(text)).toBe(code);
});
