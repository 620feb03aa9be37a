import type { TwimlElement } from '../../../../twiml/element.ts';
import { speechMilliseconds } from '../../timing.ts';
import { spokenText, wholeNumber } from '../attribute.ts';
import type { Effect } from '../effect.ts';
import { timed } from '../request.ts';
import type { Session } from '../session.ts';

/** Twilio's reading of `loop="0"`: over and over, for as long as anybody could listen. */
const loopsForever = 1_000;

/** A prompt under way: the session, the timer that tells its end, and what the shell does. */
export type Prompt = { readonly session: Session; readonly timer: number; readonly effects: readonly Effect[] };

/** Starts a Say, Play or Pause, alone or inside a Gather. Undefined for any other element. */
export function prompt(session: Session, element: TwimlElement): Prompt | undefined {
  if (element.name === 'Say') return say(session, element);
  if (element.name === 'Play') return play(session, element);
  if (element.name === 'Pause') return pause(session, element);
  return undefined;
}

const loops = (element: TwimlElement): number => {
  const times = wholeNumber(element, 'loop', 1);
  return times === 0 ? loopsForever : times;
};

function say(before: Session, element: TwimlElement): Prompt {
  const text = spokenText(element);
  const milliseconds = speechMilliseconds(text) * loops(element);
  const { session, timer, wait } = timed(before, milliseconds);
  return {
    session,
    timer,
    effects: [{ kind: 'say', text, language: element.attributes['language'], milliseconds }, wait],
  };
}

function play(before: Session, element: TwimlElement): Prompt {
  const digits = element.attributes['digits'];
  if (digits !== undefined) {
    const { session, timer, wait } = timed(before, 0);
    return { session, timer, effects: [{ kind: 'press', digits }, wait] };
  }
  const timer = before.count + 1;
  const url = URL.parse(spokenText(element), before.source?.url)?.href ?? spokenText(element);
  return {
    session: { ...before, count: timer },
    timer,
    effects: [{ kind: 'play', url, times: loops(element), timer }],
  };
}

function pause(before: Session, element: TwimlElement): Prompt {
  const { session, timer, wait } = timed(before, wholeNumber(element, 'length', 1) * 1_000);
  return { session, timer, effects: [wait] };
}
