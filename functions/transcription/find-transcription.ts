import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadResourceReference } from '../../lib/store/resource-reference.ts';
import { isSid } from '../../lib/store/sid.ts';
import { loadTranscription, type Transcription } from './transcription-store.ts';

type Named = { readonly Sid: string; readonly RecordingSid?: string | undefined };

/**
 * The transcription that a path names: of the account, and of the recording in the path where there is one. Any other,
 * and a deleted one, is refused as unknown (20404), whether it exists or not.
 */
export async function findTranscription(request: TenantRequest<Named>): Promise<Transcription | Refusal> {
  const { parameters, account, uri } = request;
  const { Sid, RecordingSid } = parameters;
  if (RecordingSid !== undefined) {
    const recording = await knownRecording(request, RecordingSid);
    if (isRefusal(recording)) return recording;
  }
  const found = await loadTranscription(Sid);
  if (found?.accountSid !== account.sid || found.deletedAt !== undefined) return refuse(20404, uri.path);
  if (RecordingSid !== undefined && found.recordingSid !== RecordingSid) return refuse(20404, uri.path);
  return found;
}

/** A recording's SID, where it is the account's and not deleted; refused as unknown (20404) where it is not. */
export async function knownRecording(
  { account, uri }: TenantRequest<unknown>,
  recordingSid: string,
): Promise<string | Refusal> {
  const found = isSid('RE', recordingSid) ? await loadResourceReference(recordingSid) : undefined;
  const isKnown = found?.accountSid === account.sid && found.deletedAt === undefined;
  return isKnown ? recordingSid : refuse(20404, uri.path);
}
