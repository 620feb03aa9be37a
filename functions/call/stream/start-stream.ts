import * as z from 'zod/mini';
import { type Carrier, CarrierError, type CarrierReference } from '../../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../../lib/carrier/carriers.ts';
import { type LinkStateOf, linksFor } from '../../../lib/carrier/link.ts';
import { streamTracks } from '../../../lib/carrier/media-stream.ts';
import { carrierBornSid } from '../../../lib/carrier/our-sid.ts';
import { environment } from '../../../lib/environment/environment.ts';
import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { optionalMethod, optionalText, optionalUrl, required } from '../../../lib/http/parameter.ts';
import { giveBackUse } from '../../../lib/limit/reserved-use.ts';
import { socketObjection } from '../../../lib/program/socket-address.ts';
import { commit } from '../../../lib/store/commit.ts';
import { untilCommitted } from '../../../lib/store/until-committed.ts';
import type { Call } from '../call-store.ts';
import { findCall } from '../find-call.ts';
import { streamKind } from '../hold-for-document.ts';
import { holdForRide } from '../hold-for-ride.ts';
import { bearerOf } from '../ride.ts';
import { carrierRefusal } from './carrier-refusal.ts';
import { newStream, putStreamOf } from './new-stream.ts';
import { streamRepresentation } from './representation.ts';
import { loadStream, type Stream } from './stream-store.ts';
import { streamName, streamParameters } from './stream-terms.ts';

const parameterNumbers = Array.from({ length: 99 }, (_, index) => index + 1);
const parameterText = optionalText(500);
type ParameterName = `Parameter${number}.${'Name' | 'Value'}`;
const parameterShape: Record<ParameterName, typeof parameterText> = Object.fromEntries(
  parameterNumbers.flatMap((number) => [
    [`Parameter${number}.Name`, parameterText],
    [`Parameter${number}.Value`, parameterText],
  ]),
);

/** Parameters of `POST ~/Calls/{CallSid}/Streams.json` (OpenAPI: CreateStream). */
export const StartStream = z.object({
  CallSid: z.string(),
  Url: required(21205, 2_000),
  Name: z.optional(
    z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(128, 'must have at most 128 characters')),
  ),
  Track: z._default(z.enum(streamTracks, '31941'), 'inbound_track'),
  StatusCallback: optionalUrl(21609),
  StatusCallbackMethod: optionalMethod(),
  ...parameterShape,
});
type Parameters = z.infer<typeof StartStream> & { readonly [Name in ParameterName]?: string };

/**
 * Starts a one-way stream of a live call. The carrier names the stream, so nothing is stored before it has answered;
 * where its answer is lost, the stream's first report makes the resource all the same. Its money is kept back before (20005, 20006).
 * Answered with 200, as the document has it.
 */
export async function startStream({
  parameters,
  account,
  uri,
  now,
  newSid,
}: TenantRequest<Parameters>): Promise<Answer | Refusal> {
  const objection = objectionTo(parameters);
  if (objection !== undefined) return objection;
  const call = await findCall(account.sid, parameters.CallSid);
  if (call === undefined) return refuse(20404, uri.path);
  const carrier = call.reference && carrierNamed(call.reference.carrier)?.concerning(call);
  if (call.status !== 'in-progress' || call.reference === undefined || carrier === undefined)
    return refuse(21220, 'It cannot be streamed.');
  const bearer = await bearerOf(call);
  const wish = { sid: newSid('MZ'), ...streamKind, ...(bearer.sid === call.sid ? {} : { callSid: call.sid }) };
  const ride = await holdForRide(bearer.sid, account, wish, now);
  if (isRefusal(ride)) return ride;
  const wishes: Wishes = {
    ...{ name: parameters.Name, bothWays: false, rideSid: ride?.sid },
    ...{ url: parameters.StatusCallback, method: parameters.StatusCallbackMethod },
  };
  const reference = await asked(carrier, call.reference, call, parameters, wishes);
  if (reference instanceof CarrierError) {
    const isCertain = reference.kind !== 'ambiguous';
    if (ride !== undefined && isCertain) await commit(await giveBackUse(account.sid, ride.meter, ride.sid));
    return carrierRefusal(reference, uri.path);
  }
  const sid = await carrierBornSid('MZ', reference);
  return json(streamRepresentation(await stored(call, newStream(call, sid, reference, wishes, now))));
}

/** The stream as it is stored: its first report may have been faster than the carrier's answer. */
const stored = (call: Call, stream: Stream): Promise<Stream> =>
  untilCommitted(stream.sid, async () => {
    const known = await loadStream(stream.sid);
    if (known !== undefined) return known;
    return (await commit(await putStreamOf(call, stream))) === 'lost' ? 'lost' : stream;
  });

function objectionTo(parameters: Parameters): Refusal | undefined {
  const objection = socketObjection(parameters.Url, environment().allowPrivateAddresses);
  if (objection !== undefined) return refuse(21205, `${parameters.Url} ${objection}`);
  const nameless = parameterNumbers.find(
    (number) => parameters[`Parameter${number}.Value`] !== undefined && !parameters[`Parameter${number}.Name`],
  );
  return nameless === undefined
    ? undefined
    : refuse(20001, `Parameter${nameless}.Value: goes with a Parameter${nameless}.Name`);
}

type Wishes = Omit<LinkStateOf<'calls/stream'>, 'accountSid' | 'callSid'>;

async function asked(
  carrier: Carrier,
  reference: CarrierReference,
  { accountSid, sid: callSid }: Call,
  parameters: Parameters,
  wishes: Wishes,
): Promise<CarrierReference | CarrierError> {
  const link = await linksFor(carrier.id);
  try {
    return await carrier.startStream(reference, {
      url: parameters.Url,
      name: wishes.name && streamName(accountSid, wishes.name),
      track: parameters.Track,
      parameters: toldParameters(parameters, { accountSid, callSid }),
      statusLink: link('calls/stream', { accountSid, callSid, ...wishes }),
    });
  } catch (error) {
    if (error instanceof CarrierError) return error;
    throw error;
  }
}

/** The program's own parameters, and ours where it has none of that name. */
function toldParameters(parameters: Parameters, whose: { accountSid: string; callSid: string }) {
  const own = parameterNumbers.flatMap((number) => {
    const name = parameters[`Parameter${number}.Name`];
    return name ? [{ name, value: parameters[`Parameter${number}.Value`] ?? '' }] : [];
  });
  const names = new Set(own.map(({ name }) => name));
  const ours = Object.entries(streamParameters(whose)).filter(([name]) => !names.has(name));
  return [...own, ...ours.map(([name, value]) => ({ name, value }))];
}
