import type { StreamTrack } from '../../media-stream.ts';
import type { Source } from './source.ts';

/** A `<Stream>`'s attributes and `<Parameter>`s, Twilio's defaults filled in; or what the REST API was given. */
export type StreamSettings = {
  readonly url: string;
  readonly name: string | undefined;
  readonly track: StreamTrack;
  /** Whether its server may speak to the call: in a `<Connect>`. */
  readonly bothWays: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly statusCallback: Source | undefined;
};

/** A `<Connect><Stream>` under way; `stream` is the number by which its end is known. */
export type Streaming = { readonly kind: 'streaming'; readonly stream: number; readonly action: Source | undefined };
