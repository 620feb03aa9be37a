import type { TwimlElement } from '../../../../twiml/element.ts';
import { actionOrSelf, linkOf, truth, wholeNumber, wordsOf } from '../attribute.ts';
import type { Effect } from '../effect.ts';
import type { Input } from '../input.ts';
import type { RecordingVerb, RecordSettings } from '../recording-verb.ts';
import { asks, fails, timed } from '../request.ts';
import { goesOn, moved, type Session, type Step } from '../session.ts';

type Recording = Extract<RecordingVerb, { kind: 'recording' }>;
type Recorded = Extract<RecordingVerb, { kind: 'recorded' }>;

/** `<Record>`: records the phone until silence, a key, the longest length or the call's end, and asks its action. */
export function record(before: Session, verb: TwimlElement): Step {
  const settings = settingsOf(before, verb);
  const limit = timed(before, settings.maxLengthSeconds * 1_000);
  const silence = timed(limit.session, settings.timeoutSeconds * 1_000);
  const state = {
    kind: 'recording',
    settings,
    heard: false,
    limitTimer: limit.timer,
    silenceTimer: silence.timer,
  } as const;
  const beep: readonly Effect[] = truth(verb, 'playBeep', true) ? [{ kind: 'beep' }] : [];
  return moved(silence.session, state, [...beep, { kind: 'start-recording', settings }, limit.wait, silence.wait]);
}

const settingsOf = (session: Session, verb: TwimlElement): RecordSettings => ({
  action: actionOrSelf(session, verb),
  maxLengthSeconds: wholeNumber(verb, 'maxLength', 3_600),
  timeoutSeconds: wholeNumber(verb, 'timeout', 5),
  finishOnKey: verb.attributes['finishOnKey'] ?? '1234567890*#',
  statusCallback: linkOf(
    session,
    verb.attributes['recordingStatusCallback'],
    verb.attributes['recordingStatusCallbackMethod'],
  ),
  statusCallbackEvents: wordsOf(verb.attributes['recordingStatusCallbackEvent'] ?? 'completed'),
  transcription: truth(verb, 'transcribe', false)
    ? { callback: linkOf(session, verb.attributes['transcribeCallback'], 'POST') }
    : undefined,
});

/** A recording session takes its next input. */
export function whileRecording(session: Session, state: Recording, input: Input): Step | undefined {
  switch (input.kind) {
    case 'elapsed':
      if (input.timer === state.limitTimer) return ends(session, { ...state, heard: true }, '');
      return input.timer === state.silenceTimer ? ends(session, state, '') : undefined;
    case 'digit':
      return state.settings.finishOnKey.includes(input.digit) ? ends(session, state, input.digit) : undefined;
    case 'speech-started':
      return moved(session, { ...state, heard: true, silenceTimer: undefined });
    case 'speech-ended':
      return hearsSilence(session, state);
    default:
      return undefined;
  }
}

function hearsSilence(before: Session, state: Recording): Step {
  const { session, timer, wait } = timed(before, state.settings.timeoutSeconds * 1_000);
  return moved(session, { ...state, heard: true, silenceTimer: timer }, [wait]);
}

/** A recording in which nobody spoke, ended by silence or a key, is dropped and its action not asked, as at Twilio. */
function ends(session: Session, state: Recording, digits: string): Step {
  if (!state.heard) return goesOn(session, [{ kind: 'end-recording', discard: true }]);
  return finishes(session, state, digits);
}

/** Ends the recording whatever is in it; `digits` is the key, or `hangup`. */
export const finishes = (session: Session, { settings }: Recording, digits: string): Step =>
  moved(session, { kind: 'recorded', settings, digits }, [{ kind: 'end-recording', discard: false }]);

/** The recording has got its name: the action is asked, or only told when the phone has hung up. */
export function whenRecorded(session: Session, state: Recorded, input: Input): Step | undefined {
  if (input.kind !== 'recorded') return undefined;
  const { action } = state.settings;
  if (action === undefined) return fails(session, { code: 11100, message: 'The action of Record is no URL' });
  const parameters = {
    RecordingUrl: input.url,
    RecordingSid: input.sid,
    RecordingDuration: String(input.seconds),
    Digits: state.digits,
  };
  if (state.digits !== 'hangup') return asks(session, action, parameters);
  return moved(session, { kind: 'ended' }, [{ kind: 'tell', source: action, parameters }]);
}
