import type { MediaStream } from '../network/media-stream.ts';
import type { Network } from '../network/network.ts';
import { serverMessageOf } from './messages.ts';

const invalidMessage = { code: 31951, message: 'Stream - Protocol - Invalid Message' } as const;

/** A server says something to its stream. What Twilio would not understand is passed over, and told once. */
export function takeMessage(network: Network, stream: MediaStream, text: string): void {
  if (stream.status === 'stopped') return;
  const message = stream.settings.bothWays ? serverMessageOf(text, stream.sid) : undefined;
  if (message === undefined) warnOnce(network, stream);
  else if (message.event === 'media') stream.playback.play(Buffer.from(message.media.payload, 'base64'));
  else if (message.event === 'mark') stream.playback.mark(message.mark.name);
  else for (const name of stream.playback.clear()) stream.connection.send(stream.messages.mark(name));
}

function warnOnce(network: Network, stream: MediaStream): void {
  if (stream.isWarned) return;
  stream.isWarned = true;
  network.events.tell('stream moved', stream, { kind: 'stream-error', fault: invalidMessage });
}
