import { knownAccount } from '../../../lib/access/account-access.ts';
import { takeOverUse } from '../../../lib/limit/reserved-use.ts';
import { putUsageEvent, usageEvent, usageId } from '../../../lib/metering/usage-event.ts';
import { callback } from '../../../lib/program/callback.ts';
import type { SignedParameters } from '../../../lib/program/signature.ts';
import type { Account } from '../../../lib/store/account.ts';
import { commit, type Write } from '../../../lib/store/commit.ts';
import { putNotices } from '../../../lib/store/notification.ts';
import { type Consequence, putConsequences } from '../../../lib/store/outbox.ts';
import { untilCommitted } from '../../../lib/store/until-committed.ts';
import type { Call } from '../call-store.ts';
import { streamKind } from '../hold-for-document.ts';
import { call as service } from '../micro-service.ts';
import { putStreamOf } from './new-stream.ts';
import { decideReport, faultCode, type Report, streamSeconds } from './stream.ts';
import { loadStream, putChangedStream, type Stream } from './stream-store.ts';

/** What the link of a report says: the stream, and its call, where this is the first that is heard of it; and its ride. */
type Link = {
  readonly born?: () => Promise<{ readonly call: Call; readonly stream: Stream } | undefined>;
  readonly rideSid?: string | undefined;
};

/**
 * Brings what a carrier says of a stream into the table, with its use once it is over and what its program is told, in
 * one transaction. Throws where its account is gone.
 */
export function noteStream(
  sid: string,
  { born, rideSid }: Link,
  report: Report,
  now: number,
): Promise<'noted' | 'ignored' | 'unknown'> {
  return untilCommitted(sid, async () => {
    const known = await loadStream(sid);
    const made = known === undefined ? await born?.() : undefined;
    const heardOf = known ?? made?.stream;
    if (heardOf === undefined) return 'unknown';
    const stream = rideSid === undefined ? heardOf : { ...heardOf, rideSid };
    const account = await knownAccount(stream.accountSid);
    if (account === undefined) throw new Error(`${sid} belongs to no account`);
    const noted = noteOf(account, stream, report, now);
    if (noted === undefined) return 'ignored';
    const { moved, changes, writes } = noted;
    const stored =
      made === undefined
        ? [putChangedStream(stream, { ...changes, rideSid: stream.rideSid })]
        : await putStreamOf(made.call, moved);
    const taken = changes.finalizedAt === undefined ? [] : await takenOver(moved, now);
    return (await commit([...stored, ...writes, ...taken])) === 'committed' ? 'noted' : 'lost';
  });
}

/** What was held for the ride is the stream's now. */
const takenOver = ({ accountSid, sid, rideSid }: Stream, now: number): Promise<Write[]> | Write[] =>
  rideSid === undefined ? [] : takeOverUse(accountSid, usageId(meter, rideSid, 0), usageId(meter, sid, 0), now);

/** What a report makes of a stream, and the writes beside the stream's own; undefined where it says nothing new. */
function noteOf(account: Account, stream: Stream, report: Report, now: number) {
  const decision = decideReport(stream, report, now);
  if (decision === undefined) return undefined;
  const told = decision.isTold ? callbackOf(stream, report) : [];
  const changes = {
    ...decision.changes,
    updatedAt: now,
    outboxCount: stream.outboxCount + told.length,
    ...(decision.changes.status === undefined ? {} : { duePK: undefined, dueSK: undefined }),
  };
  const moved = { ...stream, ...changes } as Stream;
  const writes = [
    ...(decision.changes.finalizedAt === undefined ? [] : [putUsageEvent(usageEvent(account, useOf(moved, now)))]),
    ...(report.event === 'error' ? putNotices([faultNotice(stream, report, now)]) : []),
    ...putConsequences(stream, told, now),
  ];
  return { moved, changes, writes };
}

const { meter } = streamKind;

const useOf = ({ sid, startedAt = 0, stoppedAt = 0, configurationVersion }: Stream, now: number) => ({
  microService: service.name,
  meter,
  resourceSid: sid,
  sequence: 0,
  quantity: BigInt(streamSeconds(startedAt, stoppedAt)),
  startedAt,
  finalizedAt: now,
  configurationVersion,
});

const faultNotice = ({ accountSid, callSid }: Stream, { error = '' }: Report, at: number) => ({
  ...{ accountSid, resourceSid: callSid, severity: 'error' as const, errorCode: faultCode(error), message: error, at },
});

function callbackOf({ callback: wished, ...stream }: Stream, report: Report): Consequence[] {
  if (wished === undefined) return [];
  return [callback({ url: wished.url, method: wished.method, parameters: parametersOf(stream, report) })];
}

/** Twilio's parameters of a stream's status callback, in the tenant's own terms. */
const parametersOf = (stream: Omit<Stream, 'callback'>, { event, at, error }: Report): SignedParameters => ({
  AccountSid: stream.accountSid,
  CallSid: stream.callSid,
  StreamSid: stream.sid,
  ...(stream.name === undefined ? {} : { StreamName: stream.name }),
  StreamEvent: `stream-${event}`,
  ...(event === 'error' ? { StreamError: error ?? '' } : {}),
  Timestamp: new Date(at).toISOString(),
});
