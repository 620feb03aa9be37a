import type { RecordingFacts } from '../../lib/carrier/carrier.ts';
import { MalformedWebhook } from '../../lib/carrier/carrier.ts';
import { type LinkStateOf, linkStateOf } from '../../lib/carrier/link.ts';
import { carrierBornSid, conferenceSidOf, ourSid } from '../../lib/carrier/our-sid.ts';
import { type Answer, about, noContent } from '../../lib/http/answer.ts';
import type { CarrierRequest } from '../../lib/http/api.ts';
import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { bearRecording, endRecording } from './move-recording.ts';
import { newRecording, ownerOf } from './new-recording.ts';
import { decideReport, type Report } from './recording.ts';
import { loadRecording } from './recording-store.ts';
import { expiryKeys } from './retention.ts';

type Link = LinkStateOf<'recordings/status'>;

/**
 * A carrier reports a recording: that it runs, or how it ended. The first report of it that comes, whichever it is,
 * makes the resource. Repeats and late reports change nothing (billing.md, rule 2).
 */
export async function onRecordingStatus({ carrier, webhook, link, now }: CarrierRequest): Promise<Answer> {
  const state = linkStateOf('recordings/status', link);
  const facts = carrier.recordingFacts(webhook);
  const sid = await carrierBornSid('RE', facts.reference);
  const outcome = await untilCommitted(sid, () => noteReport(sid, state, facts, now));
  if (outcome !== 'noted') log.info('recording status', { sid, outcome, status: facts.status });
  return about({ accountSid: state.accountSid, sid }, noContent);
}

async function noteReport(
  sid: string,
  link: Link,
  facts: RecordingFacts,
  now: number,
): Promise<'noted' | 'ignored' | 'lost'> {
  const known = await loadRecording(sid);
  if (known !== undefined && known.accountSid !== link.accountSid) throw new MalformedWebhook('link');
  const owner = await ownerOf(link.accountSid);
  const withExpiry = <Changes>(changes: Changes | undefined) =>
    changes && { ...changes, ...expiryKeys(owner, sid, now) };
  if (known === undefined) {
    const born = newRecording(owner, { sid, ...(await circumstances(link, facts, now)) }, now);
    const changes = withExpiry(decideReport(born.status, facts, now));
    return noted(await commit(bearRecording(owner.account, born, changes, now)));
  }
  const changes = withExpiry(decideReport(known.status, facts satisfies Report, now));
  if (changes === undefined) return 'ignored';
  return noted(await commit(endRecording(owner.account, known, changes, now)));
}

const noted = (result: 'committed' | 'lost') => (result === 'lost' ? 'lost' : 'noted');

/** What was recorded, since when, and what the program wished; in our own SIDs. */
async function circumstances(link: Link, facts: RecordingFacts, now: number) {
  const { reference, call, conference, channels, source } = facts;
  const callSid = link.callSid ?? (call.id === '' ? undefined : await ourSid('CA', call));
  return {
    reference,
    callSid,
    conferenceSid:
      conference === undefined ? undefined : await conferenceSidOf(link.accountSid, link.room ?? '', conference),
    channels,
    source,
    startedAt: facts.startedAt ?? now - facts.durationSeconds * 1_000,
    wishes: link,
  };
}
