import { elementsOf } from '../../../twiml/element.ts';
import { readInstructions } from '../call/ask-program.ts';
import type { Effect } from '../interpreter/effect.ts';
import type { Input } from '../interpreter/input.ts';
import { interpret } from '../interpreter/interpret.ts';
import { newSession } from '../interpreter/session.ts';
import type { Network } from '../network/network.ts';
import type { Playback } from '../network/playback.ts';
import { hear } from '../phone/hearing.ts';
import { playMilliseconds } from '../recording/play-length.ts';
import type { Webhooks } from '../webhook/webhooks.ts';

/** What may be played in a room, as Twilio has it. */
const played = new Set(['Say', 'Play', 'Pause', 'Redirect']);

/** Has a document played to some of a room. Answers what stops it. */
export function startPlayback(
  network: Network,
  wanted: Pick<Playback, 'source' | 'parameters' | 'hearers'> & Partial<Pick<Playback, 'ended' | 'isWanted'>>,
): Playback {
  const session = newSession({ answered: true });
  const playback: Playback = { ended: () => undefined, isWanted: () => true, ...wanted, session, isOver: false };
  network.events.tell('playback wanted', playback);
  return playback;
}

/** Stops what is being played, if anything is. */
export function stopPlayback(playback: Playback | undefined): void {
  if (playback !== undefined) playback.isOver = true;
}

/** Plays: the document is executed by the interpreter of calls, and whoever is to hear it hears it. */
export function play(network: Network, webhooks: Webhooks, playback: Playback): void {
  drive(network, webhooks, playback, { kind: 'redirected', source: playback.source });
}

function drive(network: Network, webhooks: Webhooks, playback: Playback, input: Input): void {
  if (playback.isOver) return;
  if (!playback.isWanted()) {
    end(playback, undefined);
    return;
  }
  const { session, effects } = interpret(playback.session, input);
  playback.session = session;
  for (const effect of effects) if (!playback.isOver) perform(network, webhooks, playback, effect);
}

function perform(network: Network, webhooks: Webhooks, playback: Playback, effect: Effect): void {
  const elapse = (milliseconds: number, timer: number) =>
    network.clock.after(milliseconds, () => drive(network, webhooks, playback, { kind: 'elapsed', timer }));
  switch (effect.kind) {
    case 'ask':
      void ask(network, webhooks, playback, effect);
      break;
    case 'say':
      sound(network, playback, effect.text, effect.milliseconds, effect.text, effect.language);
      break;
    case 'play':
      sound(network, playback, `[plays ${effect.url}]`, 0);
      void network.inFlight
        .during(playMilliseconds(webhooks, effect.url))
        .then((milliseconds) => elapse(milliseconds * effect.times, effect.timer));
      break;
    case 'press':
      sound(network, playback, `[${effect.digits}]`, 0);
      break;
    case 'wait':
      elapse(effect.milliseconds, effect.timer);
      break;
    case 'error':
      end(playback, effect.message);
      break;
    case 'hang-up':
      end(playback, undefined);
      break;
    default:
      break;
  }
}

async function ask(
  network: Network,
  webhooks: Webhooks,
  playback: Playback,
  { source, request, parameters }: Extract<Effect, { kind: 'ask' }>,
): Promise<void> {
  const answer = await webhooks.send(source, { ...playback.parameters, ...parameters });
  if (answer.kind === 'failed') return end(playback, answer.message);
  const read = readInstructions(answer.body);
  if (read.kind === 'unreadable') return end(playback, read.message);
  const strange = elementsOf(read.document).find(({ name }) => !played.has(name));
  if (strange !== undefined) return end(playback, `${strange.name} cannot be played in a room`);
  drive(network, webhooks, playback, { ...read, request, source: { ...source, url: source.url.split('#')[0] ?? '' } });
}

function end(playback: Playback, failure: string | undefined): void {
  if (playback.isOver) return;
  playback.isOver = true;
  playback.ended(failure);
}

function sound(
  network: Network,
  { hearers }: Playback,
  text: string,
  milliseconds: number,
  words?: string,
  language?: string,
): void {
  for (const call of hearers()) {
    hear(network, call, 'carrier', text, language);
    if (milliseconds > 0) network.events.tell('sounded', call, 'carrier', milliseconds, words);
  }
}
