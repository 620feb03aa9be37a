import type { TwimlElement } from '../../../twiml/element.ts';
import type { Source } from './source.ts';

/** A `<Gather>`'s attributes, Twilio's defaults filled in. */
export type GatherSettings = {
  readonly digits: boolean;
  readonly speech: boolean;
  readonly numDigits: number;
  /** A key, or empty for none. */
  readonly finishOnKey: string;
  readonly timeoutSeconds: number;
  /** Silence after which speech counts as ended, in milliseconds. */
  readonly speechEndMilliseconds: number;
  readonly action: Source | undefined;
  readonly actionOnEmptyResult: boolean;
  readonly bargeIn: boolean;
};

/** A `<Gather>` under way. */
export type Gathering = {
  readonly kind: 'gathering';
  readonly settings: GatherSettings;
  /** Nested Say, Play and Pause still to come. */
  readonly prompts: readonly TwimlElement[];
  readonly digits: string;
  readonly spoken: string;
  /** The end of the current prompt, of the patience for more input, or of the silence after speech. */
  readonly timer: number;
};
