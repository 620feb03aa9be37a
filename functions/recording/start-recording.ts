import * as z from 'zod/mini';
import { type Carrier, CarrierError, type CarrierReference } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { linksFor } from '../../lib/carrier/link.ts';
import { carrierBornSid } from '../../lib/carrier/our-sid.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalEvents, optionalMethod, optionalUrl } from '../../lib/http/parameter.ts';
import { commit } from '../../lib/store/commit.ts';
import { loadResourceReference } from '../../lib/store/resource-reference.ts';
import { carrierRefusal } from './carrier-refusal.ts';
import { bearRecording } from './move-recording.ts';
import { newRecording, ownerOf } from './new-recording.ts';
import { loadRecording } from './recording-store.ts';
import { representation } from './representation.ts';

const notOffered = z.optional(z.undefined('is not offered'));
const events = ['in-progress', 'completed', 'absent'];

/** Parameters of `POST ~/Calls/{CallSid}/Recordings.json` (OpenAPI: CreateCallRecording). */
export const StartRecording = z.object({
  CallSid: z.string(),
  RecordingChannels: z._default(z.enum(['mono', 'dual']), 'mono'),
  RecordingTrack: z.optional(z.literal('both', 'can only be both')),
  Trim: z.optional(z.literal('do-not-trim', 'can only be do-not-trim')),
  RecordingConfigurationId: notOffered,
  RecordingStatusCallback: optionalUrl(21609),
  RecordingStatusCallbackMethod: optionalMethod(),
  RecordingStatusCallbackEvent: optionalEvents(events),
});
type Parameters = z.infer<typeof StartRecording>;

/**
 * Starts recording a live call. The carrier names the recording, so nothing is stored before it has answered; where
 * its answer is lost, the recording's first report makes the resource all the same.
 */
export async function startRecording(request: TenantRequest<Parameters>): Promise<Answer | Refusal> {
  const { parameters, account, uri, now } = request;
  const call = await loadResourceReference(parameters.CallSid);
  if (call?.accountSid !== account.sid || !parameters.CallSid.startsWith('CA')) return refuse(20404, uri.path);
  const carrier =
    call.reference &&
    carrierNamed(call.reference.carrier)?.concerning({ accountSid: account.sid, sid: parameters.CallSid });
  if (call.status !== 'in-progress' || call.reference === undefined || carrier === undefined) {
    return refuse(21220, 'It is not eligible for recording.');
  }
  const wishes = wishesOf(parameters);
  const reference = await asked(carrier, call.reference, account.sid, parameters, wishes);
  if (isRefusal(reference)) return reference;
  const sid = await carrierBornSid('RE', reference);
  const recording = newRecording(
    await ownerOf(account.sid),
    {
      sid,
      reference,
      callSid: parameters.CallSid,
      conferenceSid: undefined,
      channels: parameters.RecordingChannels === 'dual' ? 2 : 1,
      source: 'StartCallRecordingAPI',
      startedAt: now,
      wishes,
    },
    now,
  );
  const result = await commit(bearRecording(account, recording, undefined, now));
  // Its first report may have been faster than the carrier's answer.
  const stored = result === 'committed' ? recording : ((await loadRecording(sid)) ?? recording);
  return created(await representation(account, stored, 'call'));
}

type Wishes = {
  readonly url: string | undefined;
  readonly method: 'GET' | 'POST' | undefined;
  readonly events: string | undefined;
};

const wishesOf = (parameters: Parameters): Wishes => ({
  url: parameters.RecordingStatusCallback,
  method: parameters.RecordingStatusCallbackMethod,
  events: parameters.RecordingStatusCallbackEvent?.join(' ') || undefined,
});

async function asked(
  carrier: Carrier,
  call: CarrierReference,
  accountSid: string,
  { CallSid: callSid, RecordingChannels: channels }: Parameters,
  wishes: Wishes,
): Promise<CarrierReference | Refusal> {
  const link = await linksFor(carrier.id);
  const statusLink = link('recordings/status', { accountSid, callSid, ...wishes });
  try {
    return await carrier.controlRecording({ kind: 'call', reference: call }, { kind: 'start', channels, statusLink });
  } catch (error) {
    if (error instanceof CarrierError) return carrierRefusal(error);
    throw error;
  }
}
