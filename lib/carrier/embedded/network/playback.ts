import type { Session } from '../interpreter/session.ts';
import type { Source } from '../interpreter/source.ts';
import type { Call } from './call.ts';

/** A document that is played to some who are in a room: music while they wait or are held, or an announcement. */
export type Playback = {
  readonly source: Source;
  readonly parameters: Readonly<Record<string, string>>;
  /** Who hears what is played now. */
  readonly hearers: () => readonly Call[];
  /** Whether anybody is there to hear it: else it is over. */
  readonly isWanted: () => boolean;
  /** Told once: what was to be played has been, or why it could not be. Not told of what was stopped. */
  readonly ended: (failure: string | undefined) => void;
  session: Session;
  isOver: boolean;
};
