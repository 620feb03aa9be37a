import { elementsOf, type TwimlElement } from '../../../../twiml/element.ts';
import { type StreamTrack, streamTracks } from '../../../media-stream.ts';
import { linkOf } from '../attribute.ts';
import type { Effect } from '../effect.ts';
import type { Input } from '../input.ts';
import { asks, fails } from '../request.ts';
import { goesOn, moved, type Session, type Step } from '../session.ts';
import type { Streaming, StreamSettings } from '../streaming.ts';

/** `<Start>`: streams begin, and the call goes on. */
export function start(session: Session, verb: TwimlElement): Step {
  const effects: Effect[] = [];
  for (const noun of elementsOf(verb)) {
    const settings = settingsOf(session, noun, false);
    if (typeof settings === 'string') return fails(session, { code: 12200, message: settings });
    effects.push({ kind: 'start-stream', settings, awaited: undefined });
  }
  return goesOn(session, effects);
}

/** `<Stop>`: streams end, by their names. */
export const stop = (session: Session, verb: TwimlElement): Step =>
  goesOn(
    session,
    elementsOf(verb).map(({ attributes }) => ({ kind: 'stop-stream', name: attributes['name'] ?? '' })),
  );

/** `<Connect>`: the call is its stream's until the server ends that. */
export function connect(before: Session, verb: TwimlElement): Step {
  const [noun] = elementsOf(verb);
  const settings = noun === undefined ? 'Connect names nothing' : settingsOf(before, noun, true);
  if (typeof settings === 'string') return fails(before, { code: 12200, message: settings });
  const stream = before.count + 1;
  const action = linkOf(before, verb.attributes['action'], verb.attributes['method']);
  const streaming: Streaming = { kind: 'streaming', stream, action };
  return moved({ ...before, count: stream }, streaming, [{ kind: 'start-stream', settings, awaited: stream }]);
}

/** A session in a `<Connect>` takes its next input. */
export function whileStreaming(session: Session, { stream, action }: Streaming, input: Input): Step | undefined {
  if (input.kind !== 'streamed' || input.stream !== stream) return undefined;
  const after = { ...session, asked: 0 };
  return action === undefined ? goesOn(after) : asks(after, action, {});
}

/** What a `<Stream>` asks for, or what is wrong with it. */
function settingsOf(session: Session, noun: TwimlElement, bothWays: boolean): StreamSettings | string {
  const { attributes, name, line } = noun;
  const { url, track = 'inbound_track' } = attributes;
  if (name !== 'Stream') return `The embedded carrier does not execute ${name} (line ${line})`;
  if (url === undefined || !/^wss?:$/.test(URL.parse(url)?.protocol ?? '')) return `Stream names no URL (line ${line})`;
  if (!isTrack(track)) return `${track} is no track (line ${line})`;
  return {
    url,
    name: attributes['name'],
    track,
    bothWays,
    parameters: Object.fromEntries(
      elementsOf(noun).map(({ attributes: { name: named = '', value = '' } }) => [named, value]),
    ),
    statusCallback: linkOf(session, attributes['statusCallback'], attributes['statusCallbackMethod']),
  };
}

export const isTrack = (text: string): text is StreamTrack => (streamTracks as readonly string[]).includes(text);
