import type { Call } from '../network/call.ts';
import { type MediaStream, tracksOf } from '../network/media-stream.ts';
import type { Network } from '../network/network.ts';
import { hear } from '../phone/hearing.ts';
import type { Sound } from './heard-sound.ts';
import { frameAt, frameMilliseconds } from './voice.ts';

/** Plans a stream's frame by its number from 0: it is sent when its 20 ms are over, counted from the stream's start. */
export function planFrame(network: Network, call: Call, stream: MediaStream, frame: number): void {
  const { startedAt = network.clock.now() } = stream;
  stream.nextFrame = network.clock.at(startedAt + (frame + 1) * frameMilliseconds, () => {
    sendFrame(network, call, stream, frame, startedAt);
    planFrame(network, call, stream, frame + 1);
    // A clock that stands still waits for the server, so that what it answers at once is heard at its time.
    if (network.clock.mode === 'virtual') void network.inFlight.during(stream.connection.settled());
  });
}

function sendFrame(network: Network, call: Call, stream: MediaStream, frame: number, startedAt: number): void {
  const timestamp = frame * frameMilliseconds;
  for (const track of tracksOf(stream.settings)) {
    const sound = frameAt(stream.voices[track], startedAt + timestamp);
    stream.connection.send(stream.messages.media(track, timestamp, sound));
  }
  if (stream.settings.bothWays) playFrame(network, call, stream);
}

/** The phone hears 20 ms of what the server has sent; the server learns which of its marks have been reached. */
function playFrame(network: Network, call: Call, stream: MediaStream): void {
  const { frame, marks } = stream.playback.next();
  const sound = stream.heard.hears(frame);
  if (frame !== undefined) network.events.tell('sounded', call, 'carrier', frameMilliseconds);
  if (sound !== undefined) hearSound(network, call, sound);
  for (const name of marks) stream.connection.send(stream.messages.mark(name));
}

/** A sound without words is heard when it is over: as long as it was, and as high. */
export function hearSound(network: Network, call: Call, { milliseconds, hertz }: Sound): void {
  hear(network, call, 'carrier', `[sound of ${milliseconds} ms at ${hertz} Hz]`);
}
