import { drive } from '../call/drive.ts';
import { type Call, isFinal } from '../network/call.ts';
import type { MediaStream } from '../network/media-stream.ts';
import type { Network } from '../network/network.ts';
import { brokenPipe, closeError, type StreamFault } from './connection.ts';
import { streamsOf } from './running.ts';
import { hearSound } from './send-frame.ts';

/** Ends a stream, with the fault that ended it if it was one; false where it has ended already. */
export function endStream(network: Network, stream: MediaStream, fault?: StreamFault): boolean {
  if (stream.status === 'stopped') return false;
  const { connection, messages, startedAt, awaited } = stream;
  stream.nextFrame?.();
  stream.playback.clear();
  stream.status = 'stopped';
  stream.updatedAt = network.clock.now();
  connection.send(messages.stop());
  void network.inFlight.during(connection.close());
  if (fault !== undefined) network.events.tell('stream moved', stream, { kind: 'stream-error', fault });
  if (startedAt !== undefined) network.events.tell('stream moved', stream, { kind: 'stream-stopped' });
  const call = network.calls.get(stream.callSid);
  if (call === undefined || isFinal(call.status)) return true;
  const sound = stream.heard.ends();
  if (sound !== undefined) hearSound(network, call, sound);
  if (awaited !== undefined) drive(network, call, { kind: 'streamed', stream: awaited });
  return true;
}

/** The server is gone: so may it end what goes both ways; anything else is a fault. */
export function serverEnded(network: Network, stream: MediaStream, cut: boolean): void {
  if (stream.startedAt === undefined) return; // That it was never reached, the attempt has told.
  const fault = cut ? brokenPipe : stream.settings.bothWays ? undefined : closeError;
  endStream(network, stream, fault);
}

/** `<Stop><Stream name>`: the one-way streams of that name end. */
export function stopNamed(network: Network, call: Call, name: string): void {
  for (const stream of streamsOf(network, call)) {
    if (!stream.settings.bothWays && stream.settings.name === name) endStream(network, stream);
  }
}

/** What goes both ways ends when the call gets other instructions. */
export function disconnectStreams(network: Network, call: Call): void {
  for (const stream of streamsOf(network, call)) if (stream.awaited !== undefined) endStream(network, stream);
}

/** A call's end ends its streams. */
export function endStreamsOf(network: Network, call: Call): void {
  for (const stream of streamsOf(network, call)) endStream(network, stream);
}
