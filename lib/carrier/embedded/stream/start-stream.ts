import type { StreamSettings } from '../interpreter/streaming.ts';
import { type Call, isFinal } from '../network/call.ts';
import { type MediaStream, tracksOf } from '../network/media-stream.ts';
import type { Network } from '../network/network.ts';
import { signatureOf } from '../webhook/signature.ts';
import { StreamConnection, type StreamFault } from './connection.ts';
import { endStream, serverEnded } from './end-stream.ts';
import { HeardSound } from './heard-sound.ts';
import { connected, StreamMessages } from './messages.ts';
import { Playback } from './playback.ts';
import { planFrame } from './send-frame.ts';
import { takeMessage } from './take-message.ts';

/**
 * Starts a stream of a call: connects to its server, and once that stands tells it and the status callback so.
 * `awaited` is the number by which the call's session waits for its end.
 */
export function startStream(
  network: Network,
  call: Call,
  settings: StreamSettings,
  awaited: number | undefined,
): MediaStream {
  const sid = network.newSid('MZ');
  const tracks = tracksOf(settings);
  const { parameters } = settings;
  const url = withoutQuery(settings.url);
  const stream: MediaStream = {
    ...{ sid, callSid: call.sid, settings, awaited },
    connection: new StreamConnection(url, signatureOf(network.authToken, url, {}), {
      message: (text) => takeMessage(network, stream, text),
      closed: (cut) => serverEnded(network, stream, cut),
    }),
    messages: new StreamMessages({
      ...{ accountSid: network.accountSid, callSid: call.sid, streamSid: sid, tracks, parameters },
    }),
    playback: new Playback(),
    heard: new HeardSound(),
    status: 'in-progress',
    updatedAt: network.clock.now(),
    startedAt: undefined,
    nextFrame: undefined,
    voices: { inbound: [], outbound: [] },
    isWarned: false,
  };
  network.streams.set(sid, stream);
  void network.inFlight.during(stream.connection.opened.then((fault) => begin(network, call, stream, fault)));
  return stream;
}

/** Twilio takes no query in a stream's URL: what a server is to know stands in `<Parameter>`s. */
const withoutQuery = (url: string): string => url.replace(/[?#].*$/, '');

function begin(network: Network, call: Call, stream: MediaStream, fault: StreamFault | undefined): void {
  if (stream.status === 'stopped') return;
  if (fault !== undefined) {
    endStream(network, stream, fault);
    return;
  }
  if (isFinal(call.status)) return;
  stream.startedAt = network.clock.now();
  stream.connection.send(connected);
  stream.connection.send(stream.messages.start());
  network.events.tell('stream moved', stream, { kind: 'stream-started' });
  planFrame(network, call, stream, 0);
  network.events.tell('call settled', call);
}
