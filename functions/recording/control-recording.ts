import * as z from 'zod/mini';
import { CarrierError, type ControlRecording as Control } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { commit } from '../../lib/store/commit.ts';
import { loadResourceReference } from '../../lib/store/resource-reference.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { carrierRefusal } from './carrier-refusal.ts';
import { findRecording } from './find-recording.ts';
import { mayMove } from './recording.ts';
import { loadRecording, putChangedRecording, type Recording } from './recording-store.ts';
import { representation } from './representation.ts';

/** Parameters of `POST ~/Calls/{CallSid}/Recordings/{Sid}.json` (OpenAPI: UpdateCallRecording). */
export const ControlRecording = z.object({
  Sid: z.string(),
  CallSid: z.string(),
  Status: z.enum(['paused', 'in-progress', 'stopped'], 'must be paused, in-progress or stopped'),
  PauseBehavior: z.optional(z.undefined('is not offered')),
});
type Status = z.infer<typeof ControlRecording>['Status'];

const kinds: Readonly<Record<Status, Extract<Control, { recording: unknown }>['kind']>> = {
  paused: 'pause',
  'in-progress': 'resume',
  stopped: 'stop',
};

/** Pauses, resumes or stops the recording of a live call. One that has ended is refused (21220). */
export async function controlRecording(
  request: TenantRequest<z.infer<typeof ControlRecording>>,
): Promise<Answer | Refusal> {
  const { account, parameters, now } = request;
  const recording = await findRecording(request);
  if (isRefusal(recording)) return recording;
  const status = parameters.Status;
  if (recording.status === status) return json(await representation(account, recording, 'call'));
  if (!mayMove(recording.status, status)) return refuse(21220, `The recording is ${recording.status}.`);
  const refusal = await asked(recording, status);
  if (refusal !== undefined) return refusal;
  return json(await representation(account, await stored(recording.sid, status, now), 'call'));
}

async function asked({ reference, callSid }: Recording, status: Status): Promise<Refusal | undefined> {
  const call = callSid === undefined ? undefined : await loadResourceReference(callSid);
  const carrier = reference && carrierNamed(reference.carrier);
  if (carrier === undefined || reference === undefined || call?.reference === undefined) {
    return refuse(21220, 'It is not eligible for recording.');
  }
  try {
    await carrier.controlRecording(call.reference, { kind: kinds[status], recording: reference });
    return undefined;
  } catch (error) {
    if (error instanceof CarrierError) return carrierRefusal(error);
    throw error;
  }
}

/** The recording after the carrier did it; its end may have been reported before this is stored, and stands then. */
function stored(sid: string, status: Status, now: number): Promise<Recording> {
  return untilCommitted(sid, async () => {
    const loaded = await loadRecording(sid);
    if (loaded === undefined) throw new Error(`${sid} is gone`);
    if (!mayMove(loaded.status, status)) return loaded;
    const result = await commit([putChangedRecording(loaded, { status, updatedAt: now })]);
    return result === 'lost' ? 'lost' : { ...loaded, status, updatedAt: now };
  });
}
