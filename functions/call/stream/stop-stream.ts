import * as z from 'zod/mini';
import { CarrierError, type CarrierReference } from '../../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../../lib/carrier/carriers.ts';
import type { StreamSought } from '../../../lib/carrier/media-stream.ts';
import { carrierBornSid } from '../../../lib/carrier/our-sid.ts';
import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { pathName } from '../../../lib/http/parameter.ts';
import { commit } from '../../../lib/store/commit.ts';
import { isSid } from '../../../lib/store/sid.ts';
import { untilCommitted } from '../../../lib/store/until-committed.ts';
import type { Call } from '../call-store.ts';
import { findCall } from '../find-call.ts';
import { carrierRefusal } from './carrier-refusal.ts';
import { newStream } from './new-stream.ts';
import { streamRepresentation } from './representation.ts';
import { loadStream, putChangedStream, putNewStream, type Stream } from './stream-store.ts';
import { streamName } from './stream-terms.ts';

/** Parameters of `POST ~/Calls/{CallSid}/Streams/{Sid or name}.json` (OpenAPI: UpdateStream). */
export const StopStream = z.object({
  CallSid: z.string(),
  /** Its SID, or its name. */
  StreamSid: pathName(),
  Status: z.literal('stopped', 'must be stopped'),
});

/**
 * Stops a one-way stream of a call, by its SID or its name, whether TwiML or the API has started it. What becomes of
 * it, its webhook tells. One that has ended is answered as it is.
 */
export async function stopStream(request: TenantRequest<z.infer<typeof StopStream>>): Promise<Answer | Refusal> {
  const { parameters, account, uri, now } = request;
  const call = await findCall(account.sid, parameters.CallSid);
  if (call?.reference === undefined) return refuse(20404, uri.path);
  const known = await knownStream(call, call.reference, parameters.StreamSid);
  if (isSid('MZ', parameters.StreamSid) && known === undefined) return refuse(20404, uri.path);
  if (known !== undefined && known.status !== 'in-progress') return json(streamRepresentation(known));
  if (known?.bothWays) return refuse(20001, 'Status: a stream that goes both ways ends with its server or its call');
  const name = streamName(account.sid, parameters.StreamSid);
  const reference = await asked(call, call.reference, known?.reference ?? { name }, uri.path);
  if (isRefusal(reference)) return reference;
  return json(streamRepresentation(await stopping(call, reference, parameters.StreamSid, now)));
}

/** The stream of the call by its SID, ours or the carrier's. */
async function knownStream(
  call: Call,
  { carrier, account }: CarrierReference,
  sid: string,
): Promise<Stream | undefined> {
  if (!isSid('MZ', sid)) return undefined;
  const stream =
    (await loadStream(sid)) ?? (await loadStream(await carrierBornSid('MZ', { carrier, account, id: sid })));
  return stream?.callSid === call.sid ? stream : undefined;
}

async function asked(
  call: Call,
  reference: CarrierReference,
  sought: StreamSought,
  path: string,
): Promise<CarrierReference | Refusal> {
  const carrier = carrierNamed(reference.carrier)?.concerning(call);
  if (carrier === undefined) return refuse(20404, path);
  try {
    return await carrier.stopStream(reference, sought);
  } catch (error) {
    if (error instanceof CarrierError) return carrierRefusal(error, path);
    throw error;
  }
}

/** The stream after the carrier was told to stop it; its end may have been reported before this is stored, and stands then. */
async function stopping(call: Call, reference: CarrierReference, name: string, now: number): Promise<Stream> {
  const sid = await carrierBornSid('MZ', reference);
  return untilCommitted(sid, async () => {
    const loaded = await loadStream(sid);
    const stream = loaded ?? newStream(call, sid, reference, { name, bothWays: false }, now);
    if (stream.status !== 'in-progress') return stream;
    const changes = { status: 'stopping', updatedAt: now } as const;
    const write = loaded === undefined ? putNewStream({ ...stream, ...changes }) : putChangedStream(loaded, changes);
    return (await commit([write])) === 'lost' ? 'lost' : { ...stream, ...changes };
  });
}
