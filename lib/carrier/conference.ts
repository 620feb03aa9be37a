import type { CarrierLink, CarrierReference } from './reference.ts';

/** What may be done to a participant of a conference, all at once; what is undefined stays as it is. */
export type ChangeParticipant = {
  readonly muted?: boolean | undefined;
  readonly hold?: boolean | undefined;
  /** Asked for what is heard on hold. */
  readonly holdLink?: CarrierLink | undefined;
  /** Asked for what is announced to the participant. */
  readonly announceLink?: CarrierLink | undefined;
  /** Asked for what is heard before the conference starts; empty: nothing. */
  readonly waitLink?: CarrierLink | '' | undefined;
  readonly beepOnExit?: boolean | undefined;
  readonly endOnExit?: boolean | undefined;
  /** The call that alone hears the participant. */
  readonly coached?: CarrierReference | 'nobody' | undefined;
};

/** What may happen in a conference, in the words of the platform. */
export type ConferenceEventKind =
  | 'start'
  | 'end'
  | 'join'
  | 'leave'
  | 'mute'
  | 'unmute'
  | 'hold'
  | 'unhold'
  | 'modify'
  | 'announcement-end'
  | 'announcement-fail'
  | 'speech';

export type ConferenceFacts = {
  readonly reference: CarrierReference;
  /** The room's name at the carrier: it holds the account's namespace. */
  readonly room: string;
  readonly event: ConferenceEventKind;
  readonly at: number | undefined;
  /** The carrier's own number of the event within its conference, by which events that overtook others are told. */
  readonly sequence: number | undefined;
  readonly call: CarrierReference | undefined;
  /** The participant's name, as the program gave it. */
  readonly label: string | undefined;
  readonly muted: boolean;
  readonly hold: boolean;
  /** It speaks to one call alone: whom, the carrier tells when it is asked (`fetchCoached`). */
  readonly coaching: boolean;
  readonly startOnEnter: boolean;
  readonly endOnExit: boolean;
  readonly reason: string | undefined;
  /** Where the carrier asked for what was announced. */
  readonly announceLink: string | undefined;
  /** The call whose leaving ended the conference. */
  readonly endedBy: CarrierReference | undefined;
};

/** What a carrier does with its conferences. */
export interface Conferences {
  changeParticipant(conference: CarrierReference, call: CarrierReference, change: ChangeParticipant): Promise<void>;
  removeParticipant(conference: CarrierReference, call: CarrierReference): Promise<void>;
  /** Whom a participant coaches now. */
  fetchCoached(conference: CarrierReference, call: CarrierReference): Promise<CarrierReference | undefined>;
  /** Announces to everybody in a conference what the link answers. */
  announce(conference: CarrierReference, link: CarrierLink): Promise<void>;
  endConference(conference: CarrierReference): Promise<void>;
}
