import { isEnabled, settingsElsewhere } from '../../lib/access/enabled.ts';
import type { SettingsOf } from '../../lib/access/micro-service.ts';
import { admit } from '../../lib/access/standing.ts';
import { permittedParties } from '../../lib/call/parties.ts';
import { callToPlace, type PlaceCallInput } from '../../lib/call/requested-call.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { commit } from '../../lib/store/commit.ts';
import { putConsequences } from '../../lib/store/outbox.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import type { AddParticipant } from './add-participant-parameters.ts';
import { coachedBy } from './coaching.ts';
import { loadParticipants, putConference, putParticipant } from './conference-store.ts';
import { type Current, currentOf, standingOf } from './current-participants.ts';
import { dialledParticipant } from './dialled-participant.ts';
import { conference as service } from './micro-service.ts';
import { isRoomName, openConference } from './open-conference.ts';
import { participantRepresentation } from './representation.ts';
import { roomDocument } from './room-document.ts';
import { roomWrites } from './room-writes.ts';

type Request = TenantRequest<AddParticipant>;
type Settings = SettingsOf<typeof service>;

/**
 * Adds somebody to a conference by dialling out. A conference is named by its SID or by its room's name; in a room that
 * nobody is in one is made. The participant is stored with the wish that the call be placed, in one transaction; so the
 * answer is immediate, and what becomes of the call is told by its own status.
 */
export async function addParticipant(request: Request): Promise<Answer | Refusal> {
  const { account, parameters, uri, now, newSid, repeated } = request;
  const { ConferenceSid: name } = parameters;
  const standing = await admit(account.sid, service);
  if (isRefusal(standing)) return standing;
  if (!isRoomName(name)) return refuse(20404, uri.path);
  const [callSid, ownSid] = [newSid('CA'), newSid('CF')];
  const call = await decideCall(request, standing.settings);
  return untilCommitted(callSid, async () => {
    const { version } = standing;
    const open = await openConference({ account, version, name, newSid: ownSid, path: uri.path, now });
    if (isRefusal(open)) return open;
    const { room, stored, conference } = open;
    const everybody = stored === undefined ? [] : await loadParticipants(stored.sid);
    const earlier = repeated ? everybody.find((one) => one.callSid === callSid) : undefined;
    if (earlier !== undefined) return shown(...(await standingOf([earlier])));
    if (isRefusal(call)) return call;
    const objection = objectionTo(parameters, standing.settings, await currentOf(everybody));
    if (objection !== undefined) return objection;
    const participant = dialledParticipant(conference, callSid, parameters, now);
    const twiml = roomDocument(conference.friendlyName, parameters);
    const place = callToPlace({ ...call, callSid, conferenceSid: conference.sid, twiml });
    const after = { ...conference, outboxCount: conference.outboxCount + 1, updatedAt: now };
    const result = await commit([
      putConference(stored, after),
      putParticipant(undefined, participant),
      ...roomWrites(room, stored, after),
      ...putConsequences(conference, [place], now),
    ]);
    return result === 'lost' ? 'lost' : shown({ participant, status: 'queued' });
  });
}

const shown = (current?: Current): Answer | Refusal =>
  current === undefined ? refuse(20500) : created(participantRepresentation(current));

type Placed = Omit<PlaceCallInput, 'callSid' | 'conferenceSid' | 'twiml'>;

/**
 * The call as it will be asked for, or Twilio's refusal: calls must be enabled, or the operator let conferences dial out;
 * the number is called from one of the account's own or verified ones, and where it may call.
 */
async function decideCall({ account, parameters }: Request, { DialOut }: Settings): Promise<Placed | Refusal> {
  const calls = await settingsElsewhere(account.sid, 'call');
  const isCallEnabled = calls['Enabled'] !== false;
  if (!isCallEnabled && !DialOut) return refuse(20010, 'call');
  const records =
    parameters.Record === true || ['true', 'record-from-start'].includes(parameters.ConferenceRecord ?? '');
  if (records && !(await isEnabled(account.sid, 'recording'))) return refuse(20010, 'recording');
  const destinations = (calls['AllowedDestinations'] ?? []) as readonly string[];
  const parties = await permittedParties(account.sid, parameters, destinations);
  if (isRefusal(parties)) return parties;
  const statusCallback = callbackOf(parameters, 'StatusCallback');
  const recordingCallback = callbackOf(parameters, 'RecordingStatusCallback');
  const recording = {
    channels: parameters.RecordingChannels ?? 'mono',
    ...(recordingCallback && { statusCallback: recordingCallback }),
  } as const;
  const { from, to } = parties;
  const { Timeout, TimeLimit, MachineDetection } = parameters;
  return {
    ...{ from, to },
    ...(statusCallback && { statusCallback }),
    ...(Timeout === undefined ? {} : { ringSeconds: Timeout }),
    ...(TimeLimit === undefined ? {} : { limitSeconds: TimeLimit }),
    ...(MachineDetection === undefined ? {} : { machineDetection: MachineDetection }),
    ...(parameters.Record === true ? { recording } : {}),
    ...(isCallEnabled ? {} : { allowedBy: 'conference.DialOut' as const }),
  };
}

function callbackOf(
  parameters: AddParticipant,
  name: 'StatusCallback' | 'RecordingStatusCallback',
): PlaceCallInput['statusCallback'] {
  const url = parameters[name];
  if (url === undefined) return undefined;
  return { url, method: parameters[`${name}Method`] ?? 'POST', events: parameters[`${name}Event`] ?? ['completed'] };
}

/** Why somebody may not come into a room, by who is in it or on the way to it. */
function objectionTo(parameters: AddParticipant, settings: Settings, current: readonly Current[]): Refusal | undefined {
  const { Label, MaxParticipants } = parameters;
  const coached = coachedBy(parameters, current);
  if (isRefusal(coached)) return coached;
  if (Label !== undefined && current.some(({ participant: { label } }) => label === Label)) return refuse(16025, Label);
  const most = Math.min(MaxParticipants ?? settings.MaxParticipants, settings.MaxParticipants);
  return current.length >= most ? refuse(16020, `it has ${current.length} participants of at most ${most}`) : undefined;
}
