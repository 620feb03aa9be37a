import type { Carrier } from '../../lib/carrier/carrier.ts';
import { carrierBornSid, conferenceSidOf, ourSid } from '../../lib/carrier/our-sid.ts';
import { environment } from '../../lib/environment/environment.ts';
import type { SignedParameters } from '../../lib/program/signature.ts';

/** What a webhook says of what has happened, which a tenant may read as it is. */
const plain = [
  'Digits',
  'FinishedOnKey',
  'msg',
  'SpeechResult',
  'Confidence',
  'RecordingDuration',
  'RecordingStatus',
  'DialCallStatus',
  'DialCallDuration',
  'DialBridged',
  'QueueResult',
  'QueuePosition',
  'QueueTime',
  'AvgQueueTime',
  'CurrentQueueSize',
  'MaxQueueSize',
  'DequeueResult',
  'DequeuedCallQueueTime',
  'DequeuedCallDuration',
  'CallDuration',
  'Duration',
  'AnsweredBy',
  'MachineDetectionDuration',
  'ForwardedFrom',
  'CallerName',
  'CallerCity',
  'CallerState',
  'CallerZip',
  'CallerCountry',
  'CalledCity',
  'CalledState',
  'CalledZip',
  'CalledCountry',
  'FromCity',
  'FromState',
  'FromZip',
  'FromCountry',
  'ToCity',
  'ToState',
  'ToZip',
  'ToCountry',
] as const;

/**
 * A carrier's parameters in the tenant's own terms: our SIDs in place of the carrier's, our recording in place of its
 * file. `queueSid` is ours of the queue that they tell of. What is not known here is left out, so that nothing of the carrier's account ever leaks.
 */
export async function tenantInput(
  parameters: SignedParameters,
  accountSid: string,
  carrier: Carrier,
  queueSid: string | undefined,
): Promise<SignedParameters> {
  const reference = (id: string) => ({ carrier: carrier.id, account: carrier.account, id });
  const { RecordingSid, DialCallSid, ConferenceSid, QueueSid, DequeingCallSid, DequeuedCallSid } = parameters;
  const room = (parameters['FriendlyName'] ?? '').slice(accountSid.length + 1); // The carrier's name of it begins with the account.
  const recordingSid = RecordingSid && (await carrierBornSid('RE', reference(RecordingSid)));
  const dialCallSid = DialCallSid && (await ourSid('CA', reference(DialCallSid)));
  const dequeuing = DequeingCallSid && (await ourSid('CA', reference(DequeingCallSid)));
  const dequeued = DequeuedCallSid && (await ourSid('CA', reference(DequeuedCallSid)));
  const conferenceSid = ConferenceSid && (await conferenceSidOf(accountSid, room, reference(ConferenceSid)));
  const recordings = `${environment().publicUrl}/2010-04-01/Accounts/${accountSid}/Recordings`;
  return {
    ...Object.fromEntries(plain.flatMap((name) => (parameters[name] === undefined ? [] : [[name, parameters[name]]]))),
    ...(recordingSid ? { RecordingSid: recordingSid, RecordingUrl: `${recordings}/${recordingSid}` } : {}),
    ...(dialCallSid ? { DialCallSid: dialCallSid } : {}),
    ...(QueueSid && queueSid ? { QueueSid: queueSid } : {}),
    ...(dequeuing ? { DequeingCallSid: dequeuing } : {}),
    ...(dequeued ? { DequeuedCallSid: dequeued } : {}),
    ...(conferenceSid ? { ConferenceSid: conferenceSid } : {}),
  };
}
