import type { CarrierCallStatus } from '../../lib/carrier/carrier.ts';
import { type CallStatus, isFinal, mayMove } from './call.ts';

/** What a decision needs to know of a call. */
type Known = {
  readonly status: CallStatus;
  readonly answeredAt?: number | undefined;
  readonly durationSeconds?: number | undefined;
};

/** A carrier's report. `at` is the carrier's clock where it tells the time, else ours; epoch milliseconds. */
export type CallReport = {
  readonly status: CarrierCallStatus;
  readonly at: number;
  readonly durationSeconds: number | undefined;
  readonly answeredBy: string | undefined;
};

/** What a report changes, and Twilio's event for it; `ended` tells that the usage is now known. */
export type StatusDecision =
  | { readonly kind: 'ignore' }
  | {
      readonly kind: 'move';
      readonly event: 'initiated' | 'ringing' | 'answered' | 'completed';
      readonly ended: boolean;
      readonly changes: {
        readonly status: CallStatus;
        /** `undefined` takes it away: nobody answered after all. */
        readonly answeredAt?: number | undefined;
        readonly endedAt?: number;
        readonly durationSeconds?: number;
        readonly answeredBy?: string;
      };
    };

const events = { initiated: 'initiated', ringing: 'ringing', 'in-progress': 'answered' } as const;

/**
 * What a carrier's report does to a call. A repeated or late one does nothing: a call never moves backwards, and an
 * end is the end (billing.md, rule 2). The duration is the carrier's; only where it tells none, the clock's.
 */
export function decideStatus(call: Known, report: CallReport): StatusDecision {
  const { status } = report;
  if (!mayMove(call.status, status)) return { kind: 'ignore' };
  const answeredBy = report.answeredBy === undefined ? {} : { answeredBy: report.answeredBy };
  if (!isFinal(status)) {
    const event = status === 'queued' ? undefined : events[status];
    if (event === undefined) return { kind: 'ignore' };
    const answered = status === 'in-progress' ? { answeredAt: report.at } : {};
    return { kind: 'move', event, ended: false, changes: { status, ...answered, ...answeredBy } };
  }
  const answered = status === 'completed' || (status === 'failed' && call.answeredAt !== undefined);
  const durationSeconds = answered ? (report.durationSeconds ?? secondsSince(call.answeredAt, report.at)) : 0;
  const answeredAt = answered ? (call.answeredAt ?? report.at - durationSeconds * 1_000) : undefined;
  return {
    kind: 'move',
    event: 'completed',
    ended: true,
    changes: { status, durationSeconds, endedAt: report.at, answeredAt, ...answeredBy },
  };
}

/** Whole seconds, a begun one counting as one. */
const secondsSince = (answeredAt: number | undefined, at: number): number =>
  answeredAt === undefined ? 0 : Math.max(0, Math.ceil((at - answeredAt) / 1_000));
