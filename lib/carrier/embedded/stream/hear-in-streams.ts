import type { Call } from '../network/call.ts';
import { type MediaStream, tracksOf } from '../network/media-stream.ts';
import type { Network } from '../network/network.ts';
import { hearers } from '../phone/hearing.ts';
import { hearingStreamsOf, streamsOf } from './running.ts';
import { keyHertz, type Voice, voiceHertz } from './voice.ts';

const keyMilliseconds = 100;

/** Somebody begins to be heard at a call: in its own streams, those included that are being set up, and in those of whoever hears its phone. */
export function hearInStreams(network: Network, call: Call, by: 'phone' | 'carrier', milliseconds: number): void {
  if (network.streams.size === 0) return;
  const from = network.clock.now();
  const voice = (hertz: number): Voice => ({ from, to: from + milliseconds, hertz: [hertz] });
  for (const stream of streamsOf(network, call)) {
    add(stream, by === 'phone' ? 'inbound' : 'outbound', voice(voiceHertz[by]), from);
  }
  if (by === 'carrier') return;
  for (const hearer of hearers(network, call)) {
    for (const stream of streamsOf(network, hearer)) add(stream, 'outbound', voice(voiceHertz.other), from);
  }
}

/** A key is pressed at a call's phone: its tones are heard, and a server that is spoken with is told which it was. */
export function pressInStreams(network: Network, call: Call, digit: string): void {
  const from = network.clock.now();
  for (const stream of hearingStreamsOf(network, call)) {
    add(stream, 'inbound', { from, to: from + keyMilliseconds, hertz: keyHertz(digit) }, from);
    if (stream.settings.bothWays) stream.connection.send(stream.messages.dtmf(digit));
  }
}

/** Adds a voice to a track, if the stream has that, and forgets those that are over. */
function add(stream: MediaStream, track: 'inbound' | 'outbound', voice: Voice, now: number): void {
  if (!tracksOf(stream.settings).includes(track)) return;
  const recently = now - 1_000;
  const going = stream.voices[track].filter(({ to }) => to > recently);
  stream.voices = { ...stream.voices, [track]: [...going, voice] };
}
