import { element } from '../../../twiml/element.ts';
import { writeTwiml } from '../../../twiml/write-twiml.ts';
import { newCall } from '../call/new-call.ts';
import { placeCall } from '../call/place-call.ts';
import { startSession } from '../call/start-session.ts';
import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { rfc2822 } from '../network/timestamp.ts';
import { pressAtPhone } from '../phone/pressed.ts';
import { timing } from '../timing.ts';
import { badRequest, created, notFound, type RestAnswer, type RestRequest } from './answer.ts';
import { callOptions, checkParties } from './calls.ts';
import { conferenceIn } from './conferences.ts';
import { badUrlIn, statusLinkIn, textIn, truthIn } from './form.ts';

const urls = [
  'StatusCallback',
  'ConferenceStatusCallback',
  'ConferenceRecordingStatusCallback',
  'RecordingStatusCallback',
  'WaitUrl',
] as const;

/** POST Conferences/{Sid or name}/Participants.json: dials a phone, and brings it into the room when it answers. */
export function dialParticipant(network: Network, request: RestRequest): RestAnswer {
  const { form, named, path } = request;
  const to = textIn(form, 'To');
  const from = textIn(form, 'From');
  if (to === undefined || from === undefined) return badRequest(21201, "'From' and 'To' are required");
  const bad = badUrlIn(form, urls);
  const refusal = bad === undefined ? checkParties(to, from) : badRequest(21609, `'${bad}' is not a valid URL`);
  if (refusal !== undefined) return refusal;
  const key = named['ConferenceSid'] ?? '';
  const open = conferenceIn(network, request);
  if (open?.status === 'completed' || (open === undefined && /^CF[0-9a-f]{32}$/.test(key))) return notFound(path);
  const room = open?.friendlyName ?? key;
  const call: Call = newCall(network, {
    ...callOptions(form),
    direction: 'outbound-api',
    from,
    to,
    statusCallback: statusLinkIn(form, 'StatusCallback', ['completed']),
    onAnswer: () =>
      pressAtPhone(network, call, call.sendDigits, () =>
        startSession(network, call, { kind: 'given', twiml: roomTwiml(form, room) }),
      ),
  });
  placeCall(network, call, { queueing: timing.queueing });
  return created(representDialled(network, call, open?.sid, form));
}

/** The document that a participant who was dialled executes. */
function roomTwiml(form: URLSearchParams, room: string): string {
  const events = form.getAll('ConferenceStatusCallbackEvent').join(' ');
  const conference = element(
    'Conference',
    {
      muted: textIn(form, 'Muted'),
      startConferenceOnEnter: textIn(form, 'StartConferenceOnEnter'),
      endConferenceOnExit: textIn(form, 'EndConferenceOnExit'),
      beep: textIn(form, 'Beep'),
      coach: truthIn(form, 'Coaching') === false ? undefined : textIn(form, 'CallSidToCoach'),
      maxParticipants: textIn(form, 'MaxParticipants'),
      waitUrl: textIn(form, 'WaitUrl'),
      waitMethod: textIn(form, 'WaitMethod'),
      record: textIn(form, 'ConferenceRecord'),
      statusCallback: textIn(form, 'ConferenceStatusCallback'),
      statusCallbackMethod: textIn(form, 'ConferenceStatusCallbackMethod'),
      statusCallbackEvent: events || undefined,
      recordingStatusCallback: textIn(form, 'ConferenceRecordingStatusCallback'),
      participantLabel: textIn(form, 'Label'),
    },
    [room],
  );
  return writeTwiml(element('Response', {}, [element('Dial', {}, [conference])]));
}

/** A participant whose phone has not been answered yet. */
const representDialled = (network: Network, call: Call, conferenceSid: string | undefined, form: URLSearchParams) => ({
  account_sid: network.accountSid,
  call_sid: call.sid,
  call_sid_to_coach: textIn(form, 'CallSidToCoach') ?? null,
  coaching: textIn(form, 'CallSidToCoach') !== undefined,
  conference_sid: conferenceSid ?? null,
  date_created: rfc2822(call.createdAt),
  date_updated: rfc2822(call.updatedAt),
  end_conference_on_exit: truthIn(form, 'EndConferenceOnExit') ?? false,
  hold: false,
  label: textIn(form, 'Label') ?? null,
  muted: truthIn(form, 'Muted') ?? false,
  queue_time: '0',
  start_conference_on_enter: truthIn(form, 'StartConferenceOnEnter') ?? true,
  status: 'queued',
  uri: `/2010-04-01/Accounts/${network.accountSid}/Conferences/${conferenceSid ?? ''}/Participants/${call.sid}.json`,
});
