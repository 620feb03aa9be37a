import { elementsOf, type TwimlElement } from '../../../../twiml/element.ts';
import { timing } from '../../timing.ts';
import { actionOrSelf, truth, wholeNumber, wordsOf } from '../attribute.ts';
import type { Effect } from '../effect.ts';
import type { Gathering, GatherSettings } from '../gathering.ts';
import type { Input } from '../input.ts';
import { asks, fails, timed } from '../request.ts';
import { goesOn, moved, type Session, type Step } from '../session.ts';
import { prompt } from './speaking.ts';

const digitsWithoutLimit = Number.MAX_SAFE_INTEGER;

/** Twilio reports how sure its recogniser is; here the phone's own words are taken. */
const confidence = '1.0';

/** `<Gather>`: prompts, then waits for keys or speech, and asks its action with what was gathered. */
export function gather(session: Session, verb: TwimlElement): Step {
  const state = { kind: 'gathering', settings: settingsOf(session, verb), digits: '', spoken: '' } as const;
  return nextPrompt(session, { ...state, prompts: elementsOf(verb), timer: 0 });
}

function settingsOf(session: Session, verb: TwimlElement): GatherSettings {
  const kinds = wordsOf(verb.attributes['input'] ?? 'dtmf');
  const timeoutSeconds = wholeNumber(verb, 'timeout', 5);
  const speechTimeoutSeconds = wholeNumber(verb, 'speechTimeout', 0);
  return {
    digits: kinds.includes('dtmf'),
    speech: kinds.includes('speech'),
    numDigits: wholeNumber(verb, 'numDigits', digitsWithoutLimit),
    finishOnKey: verb.attributes['finishOnKey'] ?? '#',
    timeoutSeconds,
    speechEndMilliseconds: speechTimeoutSeconds === 0 ? timing.speechEnd : speechTimeoutSeconds * 1_000,
    action: actionOrSelf(session, verb),
    actionOnEmptyResult: truth(verb, 'actionOnEmptyResult', false),
    bargeIn: truth(verb, 'bargeIn', true),
  };
}

/** A gathering session takes its next input. */
export function whileGathering(session: Session, state: Gathering, input: Input): Step | undefined {
  switch (input.kind) {
    case 'elapsed':
      return input.timer === state.timer ? whenDue(session, state) : undefined;
    case 'digit':
      return mayInterrupt(state) && state.settings.digits ? press(session, state, input.digit) : undefined;
    case 'speech-started':
      return mayInterrupt(state) && state.settings.speech
        ? moved(session, { ...state, prompts: [], timer: 0 })
        : undefined;
    case 'speech-ended':
      return mayInterrupt(state) && state.settings.speech ? speak(session, state, input.text) : undefined;
    default:
      return undefined;
  }
}

/** `bargeIn="false"`: what comes while a prompt is being played is not heard. */
const mayInterrupt = ({ settings, prompts }: Gathering): boolean => settings.bargeIn || prompts.length === 0;

function whenDue(session: Session, state: Gathering): Step {
  if (state.prompts.length > 0) return nextPrompt(session, { ...state, prompts: state.prompts.slice(1) });
  return ends(session, state, {});
}

/** The first of `prompts` is the one being played. */
function nextPrompt(session: Session, state: Gathering): Step {
  for (const [index, element] of state.prompts.entries()) {
    const started = prompt(session, element);
    if (started === undefined) continue;
    const next = { ...state, prompts: state.prompts.slice(index), timer: started.timer };
    return moved(started.session, next, started.effects);
  }
  return listens(session, { ...state, prompts: [] }, state.settings.timeoutSeconds * 1_000);
}

function listens(before: Session, state: Gathering, milliseconds: number): Step {
  const { session, timer, wait } = timed(before, milliseconds);
  return moved(session, { ...state, prompts: [], timer }, [wait]);
}

function press(session: Session, state: Gathering, digit: string): Step {
  if (state.settings.finishOnKey.includes(digit)) return ends(session, state, { FinishedOnKey: digit });
  const digits = state.digits + digit;
  if (digits.length >= state.settings.numDigits) return ends(session, { ...state, digits }, {});
  return listens(session, { ...state, digits }, state.settings.timeoutSeconds * 1_000);
}

function speak(session: Session, state: Gathering, text: string): Step {
  const spoken = [state.spoken, text].filter(Boolean).join(' ');
  return listens(session, { ...state, spoken }, state.settings.speechEndMilliseconds);
}

/** Nothing gathered goes on with the next verb, as Twilio does, unless `actionOnEmptyResult` says otherwise. */
function ends(session: Session, state: Gathering, finished: { FinishedOnKey?: string }): Step {
  const { digits, spoken, settings } = state;
  const isEmpty = digits === '' && spoken === '';
  if (isEmpty && !settings.actionOnEmptyResult) return goesOn(session);
  if (settings.action === undefined) {
    return fails(session, { code: 11100, message: 'The action of Gather is no URL' });
  }
  const said = spoken === '' ? {} : { SpeechResult: spoken, Confidence: confidence };
  const pressed = digits !== '' || spoken === '' ? { Digits: digits } : {};
  const traced: Effect = { kind: 'trace', verb: 'Gather', line: 0, detail: isEmpty ? 'nothing' : digits || spoken };
  return asks(session, settings.action, { ...pressed, ...said, ...finished }, [traced]);
}
