import { element } from '../../lib/twiml/element.ts';
import { writeTwiml } from '../../lib/twiml/write-twiml.ts';
import type { AddParticipant } from './add-participant-parameters.ts';

const text = (value: boolean | number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/** The TwiML that leads who was dialled into a room. It is checked and rewritten like any document of the account's. */
export function roomDocument(room: string, wishes: AddParticipant): string {
  const attributes = {
    muted: text(wishes.Muted),
    startConferenceOnEnter: text(wishes.StartConferenceOnEnter),
    endConferenceOnExit: text(wishes.EndConferenceOnExit),
    beep: wishes.Beep,
    coach: wishes.Coaching === false ? undefined : wishes.CallSidToCoach,
    maxParticipants: text(wishes.MaxParticipants),
    waitUrl: wishes.WaitUrl,
    waitMethod: wishes.WaitMethod,
    participantLabel: wishes.Label,
    jitterBufferSize: wishes.JitterBufferSize,
    region: wishes.Region,
    record: wishes.ConferenceRecord,
    trim: wishes.ConferenceTrim,
    statusCallback: wishes.ConferenceStatusCallback,
    statusCallbackMethod: wishes.ConferenceStatusCallbackMethod,
    statusCallbackEvent: wishes.ConferenceStatusCallbackEvent?.join(' '),
    recordingStatusCallback: wishes.ConferenceRecordingStatusCallback,
    recordingStatusCallbackMethod: wishes.ConferenceRecordingStatusCallbackMethod,
    recordingStatusCallbackEvent: wishes.ConferenceRecordingStatusCallbackEvent?.join(' '),
  };
  return writeTwiml(element('Response', {}, [element('Dial', {}, [element('Conference', attributes, [room])])]));
}
