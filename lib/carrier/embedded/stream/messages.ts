import * as z from 'zod';

/** A stream's own facts that its messages carry. */
type About = {
  readonly accountSid: string;
  readonly callSid: string;
  readonly streamSid: string;
  readonly tracks: readonly ('inbound' | 'outbound')[];
  readonly parameters: Readonly<Record<string, string>>;
};

export const connected = { event: 'connected', protocol: 'Call', version: '1.0.0' } as const;

/** Makes Twilio's messages of one stream, numbered in the order in which they are made. */
export class StreamMessages {
  readonly #about: About;
  readonly #chunks = { inbound: 0, outbound: 0 };
  #sequence = 0;

  constructor(about: About) {
    this.#about = about;
  }

  start() {
    const { accountSid, callSid, streamSid, tracks, parameters: customParameters } = this.#about;
    const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8_000, channels: 1 };
    return this.#numbered('start', {
      start: { accountSid, streamSid, callSid, tracks, mediaFormat, customParameters },
    });
  }

  /** 20 ms of a track; `timestamp` in milliseconds from the stream's start. */
  media(track: 'inbound' | 'outbound', timestamp: number, frame: Buffer) {
    this.#chunks[track] += 1;
    const chunk = String(this.#chunks[track]);
    const media = { track, chunk, timestamp: String(timestamp), payload: frame.toString('base64') };
    return this.#numbered('media', { media });
  }

  dtmf = (digit: string) => this.#numbered('dtmf', { dtmf: { track: 'inbound_track', digit } });
  mark = (name: string) => this.#numbered('mark', { mark: { name } });

  stop() {
    const { accountSid, callSid } = this.#about;
    return this.#numbered('stop', { stop: { accountSid, callSid } });
  }

  #numbered(event: string, content: object) {
    this.#sequence += 1;
    return { event, sequenceNumber: String(this.#sequence), streamSid: this.#about.streamSid, ...content };
  }
}

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

/** What a server may say to a stream that goes both ways. */
export const ServerMessage = z.discriminatedUnion('event', [
  z.object({ event: z.literal('media'), streamSid: z.string(), media: z.object({ payload: base64 }) }),
  z.object({ event: z.literal('mark'), streamSid: z.string(), mark: z.object({ name: z.string() }) }),
  z.object({ event: z.literal('clear'), streamSid: z.string() }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;

/** Reads a server's message; undefined where it is none of Twilio's, or of another stream. */
export function serverMessageOf(text: string, streamSid: string): ServerMessage | undefined {
  const read = ServerMessage.safeParse(parsed(text));
  return read.success && read.data.streamSid === streamSid ? read.data : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
