import {
  instructions,
  later,
  matching,
  method,
  named,
  type StatusOf,
  socket,
  status,
  strictlyOne,
  words,
} from './attribute.ts';
import { now, type Verb } from './verb.ts';

/** Twilio's bound on a `<Parameter>`'s value. */
const parameterValue = matching(/^[\s\S]{0,500}$/, 'at most 500 characters');

const stream = (of: StatusOf, tracks: readonly string[]) => ({
  children: ['StreamParameter'],
  required: ['url'],
  parameters: true,
  meters: ['calls-media-stream-minutes'],
  attributes: {
    url: socket(31922),
    name: named('stream'),
    track: strictlyOne(tracks, 31941),
    statusCallback: status(of, 'statusCallback', 'always'),
    statusCallbackMethod: method(),
    audioFormat: later('audio/x-mulaw'),
    sampleRate: later('8000'),
    connectorName: later(),
  },
});

/**
 * Media streams. What a `<Stream>` may say depends on where it stands, so there are three; Twilio's classes name one.
 * Numbers: 31922 (invalid URL), 31941 (invalid track).
 */
export const streamVerbs: Readonly<Record<string, Verb>> = {
  Start: now('Start', {
    children: ['Recording', 'Siprec', 'Stream', 'Transcription'],
    attributes: { action: later(), method: later() },
  }),
  Stop: now('Stop', { children: ['Siprec', 'StoppedStream', 'Transcription'] }),
  Connect: now('Connect', {
    children: [
      ...['AiSession', 'Autopilot', 'ConnectedStream', 'Conversation', 'ConversationRelay'],
      ...['ConversationRelaySession', 'Room', 'VirtualAgent'],
    ],
    childrenMax: { count: 1, code: 12200 },
    attributes: { action: instructions('method', { empty: 'document' }), method: method() },
  }),
  /** One way: the call goes on while a server hears it. */
  Stream: now('Stream', stream('stream', ['inbound_track', 'outbound_track', 'both_tracks'])),
  /** Both ways, and the only one that a call can be in: its server hears the phone, and speaks to it. */
  ConnectedStream: now('Stream', stream('connected-stream', ['inbound_track'])),
  StoppedStream: now('Stream', { required: ['name'], attributes: { name: named('stream') } }),
  StreamParameter: now('Parameter', { required: ['name'], attributes: { name: words, value: parameterValue } }),
};
