import { knownAccount } from '../../../lib/access/account-access.ts';
import { putUsageEvent, usageEvent } from '../../../lib/metering/usage-event.ts';
import { callback } from '../../../lib/program/callback.ts';
import type { SignedParameters } from '../../../lib/program/signature.ts';
import type { Account } from '../../../lib/store/account.ts';
import { commit, type Write } from '../../../lib/store/commit.ts';
import { putNotices } from '../../../lib/store/notification.ts';
import { type Consequence, putConsequences } from '../../../lib/store/outbox.ts';
import { untilCommitted } from '../../../lib/store/until-committed.ts';
import { call as service } from '../micro-service.ts';
import { decideReport, faultCode, type Report, streamSeconds } from './stream.ts';
import { loadStream, putChangedStream, putNewStream, type Stream } from './stream-store.ts';

/**
 * Brings what a carrier says of a stream into the table, with its use once it is over and what its program is told, in
 * one transaction. `born` is the stream where this is the first that is heard of it. Throws where its account is gone.
 */
export function noteStream(
  sid: string,
  born: (() => Promise<Stream | undefined>) | undefined,
  report: Report,
  now: number,
): Promise<'noted' | 'ignored' | 'unknown'> {
  return untilCommitted(sid, async () => {
    const known = await loadStream(sid);
    const stream = known ?? (await born?.());
    if (stream === undefined) return 'unknown';
    const account = await knownAccount(stream.accountSid);
    if (account === undefined) throw new Error(`${sid} belongs to no account`);
    const writes = writesOf(account, stream, report, known === undefined, now);
    if (writes === undefined) return 'ignored';
    return (await commit(writes)) === 'committed' ? 'noted' : 'lost';
  });
}

function writesOf(account: Account, stream: Stream, report: Report, isNew: boolean, now: number): Write[] | undefined {
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
  return [
    isNew ? putNewStream(moved) : putChangedStream(stream, changes),
    ...(decision.changes.finalizedAt === undefined ? [] : [putUsageEvent(usageEvent(account, useOf(moved, now)))]),
    ...(report.event === 'error' ? putNotices([faultNotice(stream, report, now)]) : []),
    ...putConsequences(stream, told, now),
  ];
}

const useOf = ({ sid, startedAt = 0, stoppedAt = 0, configurationVersion }: Stream, now: number) => ({
  microService: service.name,
  meter: 'calls-media-stream-minutes',
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
