import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { listPage } from '../../lib/store/list.ts';
import { isFinal } from './recording.ts';
import { loadRecordingOf, type Recording, recordingOf } from './recording-store.ts';

/** The word with which a program names the recording of a call or a conference that runs now. */
const current = 'Twilio.CURRENT';

type Named = {
  readonly Sid: string;
  readonly CallSid?: string | undefined;
  readonly ConferenceSid?: string | undefined;
};

/**
 * The recording that a path names: of the account, and of the call or conference in the path where there is one.
 * Any other is refused as unknown (20404), whether it exists or not.
 */
export async function findRecording({ parameters, account, uri }: TenantRequest<Named>): Promise<Recording | Refusal> {
  const { Sid, CallSid, ConferenceSid } = parameters;
  const found = Sid === current ? await runningOf(account.sid, parameters) : await loadRecordingOf(account.sid, Sid);
  if (found === undefined) return refuse(20404, uri.path);
  if (CallSid !== undefined && found.callSid !== CallSid) return refuse(20404, uri.path);
  if (ConferenceSid !== undefined && found.conferenceSid !== ConferenceSid) return refuse(20404, uri.path);
  return found;
}

async function runningOf(accountSid: string, { CallSid, ConferenceSid }: Named): Promise<Recording | undefined> {
  const of = ConferenceSid ?? CallSid;
  if (of === undefined) return undefined;
  const index = ConferenceSid === undefined ? 'to' : 'from';
  const listing = { index, partition: `${accountSid}#recording#${of}` } as const;
  const { items } = await listPage(listing, 1, (stored) => !isOver(recordingOf(stored)));
  return items.map(recordingOf)[0];
}

/** One that was stopped ends for good a little later; by then it runs no more. */
const isOver = ({ status }: Recording): boolean => status === 'stopped' || isFinal(status);
