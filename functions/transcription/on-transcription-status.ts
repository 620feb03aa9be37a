import type { SettingsOf } from '../../lib/access/micro-service.ts';
import { type Owner, ownerOf } from '../../lib/access/owner.ts';
import { MalformedWebhook, type TranscriptionFacts } from '../../lib/carrier/carrier.ts';
import { type LinkStateOf, linkStateOf } from '../../lib/carrier/link.ts';
import { carrierBornSid } from '../../lib/carrier/our-sid.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { CarrierRequest } from '../../lib/http/api.ts';
import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { type Consequence, putConsequences } from '../../lib/store/outbox.ts';
import { bornAt, listKeys } from '../../lib/store/resource.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { transcription as service } from './micro-service.ts';
import { loadTranscription, putNewTranscription, type Transcription } from './transcription-store.ts';

type Link = LinkStateOf<'transcriptions/status'>;

const settlement: Consequence = { queue: 'transcription', action: 'transcription.settle', input: {} };

/**
 * A carrier reports that a transcription is done: it is stored as being in progress, and the queue fetches how it ended.
 * Whose it is, and of which call, is our own link's to say. Repeats change nothing (billing.md, rule 2).
 */
export async function onTranscriptionStatus({ carrier, webhook, link, now }: CarrierRequest): Promise<Answer> {
  const state = linkStateOf('transcriptions/status', link);
  const facts = carrier.transcriptionFacts(webhook);
  const sid = await carrierBornSid('TR', facts.reference);
  const outcome = await untilCommitted(sid, () => bear(sid, state, facts, now));
  if (outcome !== 'borne') log.info('transcription status', { sid, outcome });
  return noContent;
}

async function bear(
  sid: string,
  link: Link,
  facts: TranscriptionFacts,
  now: number,
): Promise<'borne' | 'known' | 'lost'> {
  const known = await loadTranscription(sid);
  if (known !== undefined && known.accountSid !== link.accountSid) throw new MalformedWebhook('link');
  if (known !== undefined) return 'known';
  const owner = await ownerOf(link.accountSid, service, []);
  const recordingSid = await carrierBornSid('RE', facts.recording);
  const born = newTranscription(owner, { sid, link, recordingSid, facts }, now);
  const result = await commit([
    putNewTranscription({ ...born, outboxCount: 1 }),
    ...putConsequences(born, [settlement], now),
  ]);
  return result === 'lost' ? 'lost' : 'borne';
}

type Given = {
  readonly sid: string;
  readonly link: Link;
  readonly recordingSid: string;
  readonly facts: TranscriptionFacts;
};

/** A transcription as it is stored first: in the lists of its account and its recording. */
function newTranscription(
  { account, version, callback }: Owner<SettingsOf<typeof service>>,
  { sid, link: { callSid, url }, recordingSid, facts: { reference, call } }: Given,
  now: number,
): Transcription {
  const told = url === undefined ? callback : { url, method: 'POST' as const };
  return {
    sid,
    kind: 'RES',
    accountSid: account.sid,
    status: 'in-progress',
    recordingSid,
    callSid,
    ...(told === undefined ? {} : { callback: { url: told.url, method: told.method, call: { ...call } } }),
    reference,
    ...bornAt(now),
    configurationVersion: version,
    ...listKeys({ accountSid: account.sid, type: 'transcription', createdAt: now, sid, to: recordingSid }),
  };
}
