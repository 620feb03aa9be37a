import { drive } from '../call/drive.ts';
import type { ConferenceSettings } from '../interpreter/dialing.ts';
import type { Call } from '../network/call.ts';
import type { Conference, LeaveReason, Participant } from '../network/conference.ts';
import type { Network } from '../network/network.ts';
import { beep } from './announce.ts';
import { playMusic } from './music.ts';
import { stopPlayback } from './playback.ts';

/** A call enters a room, which is made if nobody is in it. Undefined when it is full, or whom the call would coach is not there. */
export function joinConference(network: Network, call: Call, settings: ConferenceSettings): Conference | undefined {
  const open = openConference(network, settings.name);
  const { coachedSid } = settings;
  if (coachedSid !== undefined && open?.participants.has(coachedSid) !== true) {
    const detail = `${coachedSid} is not in the conference`;
    call.trace.push({ at: network.clock.now(), verb: 'error', line: 0, detail, code: 13240 });
    return undefined;
  }
  const conference = open ?? newConference(network, settings);
  if (conference.participants.size >= conference.settings.maxParticipants) return undefined;
  const now = network.clock.now();
  const participant: Participant = {
    callSid: call.sid,
    label: settings.label,
    joinedAt: now,
    startOnEnter: settings.startOnEnter,
    endOnExit: settings.endOnExit,
    muted: settings.muted,
    hold: false,
    beepOnExit: settings.beepOnExit,
    coachedSid,
    waitSource: settings.waitSource,
    holdSource: undefined,
    music: undefined,
    updatedAt: now,
  };
  conference.participants.set(call.sid, participant);
  call.conferenceSid = conference.sid;
  network.events.tell('conference changed', conference, { kind: 'join', participant });
  startIfReady(network, conference);
  playMusic(network, conference, participant);
  if (settings.beepOnEnter) beep(network, conference);
  network.events.tell('call settled', call);
  return conference;
}

/** The room of that name that is open now. */
export const openConference = (network: Network, name: string): Conference | undefined =>
  network.conferences.values().find(({ friendlyName, status }) => friendlyName === name && status !== 'completed');

function newConference(network: Network, settings: ConferenceSettings): Conference {
  const now = network.clock.now();
  const conference: Conference = {
    sid: network.newSid('CF'),
    friendlyName: settings.name,
    statusCallback: settings.statusCallback,
    recordingStatusCallback: settings.recordingStatusCallback,
    settings,
    createdAt: now,
    status: 'init',
    updatedAt: now,
    endedAt: undefined,
    reasonEnded: undefined,
    callSidEndingConference: undefined,
    sequence: 0,
    participants: new Map(),
  };
  network.conferences.set(conference.sid, conference);
  return conference;
}

/** As at Twilio, a room starts with its second participant, once one that may start it is in. */
function startIfReady(network: Network, conference: Conference): void {
  const { participants, status } = conference;
  if (status !== 'init' || participants.size < 2) return;
  if (!participants.values().some(({ startOnEnter }) => startOnEnter)) return;
  conference.status = 'in-progress';
  conference.updatedAt = network.clock.now();
  network.events.tell('conference changed', conference, { kind: 'start' });
  for (const participant of participants.values()) if (!participant.hold) stopPlayback(participant.music);
}

/** A call leaves its room; its session goes on after the Dial. The room ends with its last, or with its moderator. */
export function leaveConference(network: Network, call: Call, reason: LeaveReason): void {
  const conference = call.conferenceSid === undefined ? undefined : network.conferences.get(call.conferenceSid);
  const participant = conference?.participants.get(call.sid);
  if (conference === undefined || participant === undefined) return;
  remove(network, conference, participant, reason);
  if (participant.beepOnExit && !participant.endOnExit) beep(network, conference);
  const isKicked = reason === 'removed_via_api';
  if (participant.endOnExit) {
    const why = `participant-with-end-conference-on-exit-${isKicked ? 'kicked' : 'left'}`;
    endConference(network, conference, { why, by: call, rest: 'moderator_ended_conference' });
  } else if (conference.participants.size === 0) {
    const why = `last-participant-${isKicked ? 'kicked' : 'left'}`;
    endConference(network, conference, { why, by: call, rest: reason });
  }
  goOn(network, call);
}

/** Ends a room; whoever is still in it goes on after its Dial. */
export function endConference(
  network: Network,
  conference: Conference,
  { why, by, rest }: { why: string; by?: Call; rest: LeaveReason },
): void {
  if (conference.status === 'completed') return;
  const now = network.clock.now();
  conference.status = 'completed';
  conference.endedAt = now;
  conference.updatedAt = now;
  conference.reasonEnded = why;
  conference.callSidEndingConference = by?.sid;
  const others = [...conference.participants.values()];
  for (const participant of others) remove(network, conference, participant, rest);
  network.events.tell('conference changed', conference, { kind: 'end' });
  for (const { callSid } of others) goOn(network, network.calls.get(callSid));
}

function remove(network: Network, conference: Conference, participant: Participant, reason: LeaveReason): void {
  const call = network.calls.get(participant.callSid);
  if (call !== undefined) call.conferenceSid = undefined;
  conference.participants.delete(participant.callSid);
  stopPlayback(participant.music);
  network.events.tell('conference changed', conference, { kind: 'leave', participant, reason });
}

/** The room's Dial is over for a call. */
function goOn(network: Network, call: Call | undefined): void {
  if (call !== undefined) drive(network, call, { kind: 'dialed', outcome: { status: 'answered', bridged: true } });
}
