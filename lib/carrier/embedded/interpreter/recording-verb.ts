import type { Source } from './source.ts';

/** A `<Record>`'s attributes, Twilio's defaults filled in. */
export type RecordSettings = {
  readonly action: Source | undefined;
  readonly maxLengthSeconds: number;
  readonly timeoutSeconds: number;
  readonly finishOnKey: string;
  readonly statusCallback: Source | undefined;
  readonly statusCallbackEvents: readonly string[];
  /** That it is to be transcribed, and whom to tell. */
  readonly transcription: { readonly callback: Source | undefined } | undefined;
};

/** A `<Record>` under way, and after it until its file's name is known. */
export type RecordingVerb =
  | {
      readonly kind: 'recording';
      readonly settings: RecordSettings;
      readonly heard: boolean;
      readonly limitTimer: number;
      /** Undefined while somebody speaks. */
      readonly silenceTimer: number | undefined;
    }
  | {
      readonly kind: 'recorded';
      readonly settings: RecordSettings;
      /** The key that ended it, `hangup`, or empty. */
      readonly digits: string;
    };
