import type { DialSettings } from '../interpreter/dialing.ts';
import type { Call } from './call.ts';
import type { Recording } from './recording.ts';

/** The legs of one `<Dial>`, under the caller's SID while it lasts. */
export type DialGroup = {
  readonly parent: Call;
  readonly settings: DialSettings;
  readonly legs: Call[];
  /** The leg that was connected first. */
  winner: Call | undefined;
  /** The caller has gone, or other instructions came in between. */
  isAbandoned: boolean;
  recording: Recording | undefined;
};
