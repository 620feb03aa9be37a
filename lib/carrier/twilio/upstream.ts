import type { Concern } from '../../exchange/keep-exchange.ts';

/** An upstream account at Twilio, or at whatever speaks its dialect. `url` without trailing slash. */
export type Upstream = {
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** Whose requests these are; without one the inspector keeps nothing. */
  readonly concern?: Concern;
};
