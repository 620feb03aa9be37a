import { boolean } from 'dynamodb-toolbox/schema/boolean';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { resourceAttributes } from '../../lib/store/resource.ts';

/** A recording. Its SID follows from the carrier's id. Times in epoch milliseconds. */
export const recordingSchema = item({
  ...resourceAttributes,
  status: string().enum('in-progress', 'paused', 'stopped', 'completed', 'absent', 'failed'),
  /** The recorded call, by our SID; absent where no call is known. */
  callSid: string().optional(),
  conferenceSid: string().optional(),
  channels: number(),
  /** Twilio's word for what made it: `RecordVerb`, `DialVerb`, `Conference`, … */
  source: string(),
  startedAt: number(),
  /** By the carrier; absent until it is completed. */
  durationSeconds: number().optional(),
  errorCode: number().optional(),
  /** Its program asked for a transcription: the carrier keeps its own copy until that is done. */
  transcribed: boolean().optional(),
  /** Whom to tell of it, and of which of Twilio's events. */
  callback: map({
    url: string(),
    method: string().enum('GET', 'POST'),
    events: list(string()),
  }).optional(),
  /** When it ended for good, as decided here: its use is billed by it. */
  finalizedAt: number().optional(),
  /** Where its sound lies: nowhere (yet), at the carrier, or in the bucket. */
  media: string().enum('none', 'upstream', 'kept'),
  mediaKey: string().optional(),
  mediaBytes: number().optional(),
  /** What is left of a deleted recording stays, so that a repeated webhook finds it. */
  deletedAt: number().optional(),
});

const ends = ['completed', 'absent', 'failed'] as const;

/** Moves between a recording's statuses. The carrier reports its start and its end; pausing and stopping are asked here. */
const moves = {
  'in-progress': ['paused', 'stopped', ...ends],
  paused: ['in-progress', 'stopped', ...ends],
  stopped: ends,
  completed: [],
  absent: [],
  failed: [],
} as const;

export type RecordingStatus = keyof typeof moves;
export type FinalStatus = (typeof ends)[number];

/** Whether a recording may go from one status to another. */
export function mayMove(from: RecordingStatus, to: RecordingStatus): boolean {
  const targets: readonly RecordingStatus[] = moves[from];
  return targets.includes(to);
}

/** Whether nothing happens to a recording any more. */
export const isFinal = (status: RecordingStatus): status is FinalStatus => moves[status].length === 0;

/** What a carrier says of a recording. */
export type Report = {
  readonly status: 'in-progress' | FinalStatus;
  readonly durationSeconds: number;
  readonly channels: number;
  readonly source: string;
  readonly startedAt: number | undefined;
  readonly errorCode: number | undefined;
};

/**
 * What a report makes of a recording: its new status with what the carrier knows of it, or undefined where it says
 * nothing new. A recording that has ended stays as it ended; a report of its start only ever brings it to life.
 */
export function decideReport(status: RecordingStatus, report: Report, now: number) {
  if (!isReportOfEnd(report) || !mayMove(status, report.status)) return undefined;
  return {
    status: report.status,
    channels: report.channels,
    source: report.source,
    ...(report.startedAt === undefined ? {} : { startedAt: report.startedAt }),
    ...(report.errorCode ? { errorCode: report.errorCode } : {}),
    ...(report.status === 'completed' ? { durationSeconds: report.durationSeconds, media: 'upstream' as const } : {}),
    finalizedAt: now,
  };
}

const isReportOfEnd = (report: Report): report is Report & { status: FinalStatus } => report.status !== 'in-progress';
