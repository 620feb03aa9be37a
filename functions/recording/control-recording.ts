import * as z from 'zod/mini';
import { CarrierError } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { carrierRefusal } from './carrier-refusal.ts';
import { findRecording } from './find-recording.ts';
import { recordedBy } from './recorded.ts';
import { mayMove } from './recording.ts';
import { loadRecording, putChangedRecording, type Recording } from './recording-store.ts';
import { type Parent, representation } from './representation.ts';

const asked = {
  Sid: z.string(),
  Status: z.enum(['paused', 'in-progress', 'stopped'], 'must be paused, in-progress or stopped'),
  PauseBehavior: z.optional(z.enum(['skip', 'silence'], 'must be skip or silence')),
};

/** Parameters of `POST ~/Calls/{CallSid}/Recordings/{Sid}.json` (OpenAPI: UpdateCallRecording). */
export const ControlCallRecording = z.object({ ...asked, CallSid: z.string() });
/** Parameters of `POST ~/Conferences/{ConferenceSid}/Recordings/{Sid}.json` (OpenAPI: UpdateConferenceRecording). */
export const ControlConferenceRecording = z.object({ ...asked, ConferenceSid: z.string() });
type Parameters = z.infer<typeof ControlCallRecording> | z.infer<typeof ControlConferenceRecording>;
type Status = Parameters['Status'];

const kinds = { paused: 'pause', 'in-progress': 'resume', stopped: 'stop' } as const satisfies Record<Status, string>;

/** Pauses, resumes or stops the recording of a live call. One that has ended is refused (21220). */
export const controlCallRecording = (request: TenantRequest<z.infer<typeof ControlCallRecording>>) =>
  controlRecording(request, 'call');

/** The same for a recording of a live conference. */
export const controlConferenceRecording = (request: TenantRequest<z.infer<typeof ControlConferenceRecording>>) =>
  controlRecording(request, 'conference');

async function controlRecording(request: TenantRequest<Parameters>, parent: Parent): Promise<Answer | Refusal> {
  const { account, parameters, now } = request;
  const { Status: status, PauseBehavior: behavior } = parameters;
  if (behavior !== undefined && status !== 'paused')
    return refuse(20001, 'PauseBehavior: goes with Status=paused only');
  const recording = await findRecording(request);
  if (isRefusal(recording)) return recording;
  if (recording.status === status) return json(await representation(account, recording, parent));
  if (!mayMove(recording.status, status)) return refuse(21220, `The recording is ${recording.status}.`);
  const refusal = await carried(recording, status, behavior);
  if (refusal !== undefined) return refusal;
  return json(await representation(account, await stored(recording.sid, status, now), parent));
}

/** Has the carrier do it; why it did not, if it did not. */
async function carried(
  recording: Recording,
  status: Status,
  behavior: Parameters['PauseBehavior'],
): Promise<Refusal | undefined> {
  const { reference } = recording;
  const recorded = await recordedBy(recording);
  const carrier = reference && carrierNamed(reference.carrier)?.concerning(recording);
  if (carrier === undefined || reference === undefined || recorded === undefined) {
    return refuse(21220, 'It is not eligible for recording.');
  }
  try {
    await carrier.controlRecording(recorded, { kind: kinds[status], recording: reference, behavior });
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
