import type { ConferenceSettings, StatusLink } from '../interpreter/dialing.ts';
import type { Source } from '../interpreter/source.ts';
import type { Playback } from './playback.ts';

/** Why a participant left, in Twilio's words. */
export type LeaveReason =
  | 'participant_hung_up'
  | 'removed_via_api'
  | 'participant_updated_via_api'
  | 'conference_ended_via_api'
  | 'moderator_ended_conference';

export type Participant = {
  readonly callSid: string;
  readonly label: string | undefined;
  readonly joinedAt: number;
  readonly startOnEnter: boolean;
  endOnExit: boolean;
  muted: boolean;
  hold: boolean;
  beepOnExit: boolean;
  /** The call that it speaks to, and that alone hears it: it coaches. */
  coachedSid: string | undefined;
  /** What is heard before the room starts, and while it is on hold. */
  waitSource: Source | undefined;
  holdSource: Source | undefined;
  /** What it hears alone now. */
  music: Playback | undefined;
  updatedAt: number;
};

/** A conference room from its first participant to its last. Times are epoch milliseconds. */
export type Conference = {
  readonly sid: string;
  readonly friendlyName: string;
  /** Only the first participant's callbacks count, as at Twilio. */
  readonly statusCallback: StatusLink | undefined;
  readonly recordingStatusCallback: StatusLink | undefined;
  readonly settings: ConferenceSettings;
  readonly createdAt: number;
  status: 'init' | 'in-progress' | 'completed';
  updatedAt: number;
  endedAt: number | undefined;
  reasonEnded: string | undefined;
  callSidEndingConference: string | undefined;
  sequence: number;
  readonly participants: Map<string, Participant>;
};
