import * as z from 'zod/mini';
import { isSignatureOf } from '../../program/signature.ts';
import type {
  Capability,
  Carrier,
  CarrierReference,
  ChangeCall,
  ControlRecording,
  PlaceCall,
  Recorded,
  SendMessage,
} from '../carrier.ts';
import type { ChangeParticipant } from '../conference.ts';
import { fetchCall } from './fetch-call.ts';
import { findMessages } from './find-messages.ts';
import { listCharged } from './list-charged.ts';
import { mediaStreams } from './media-stream.ts';
import { findNumber, numberCountries, rentNumber, searchNumbers } from './number.ts';
import { callerQueues } from './queue.ts';
import { basicAuthorization, type Form, send } from './request.ts';
import { deleteTranscription, fetchTranscription } from './transcription.ts';
import type { Upstream } from './upstream.ts';
import { webhookReader } from './webhook.ts';

const Created = z.object({ sid: z.string() });
const Coaching = z.object({ call_sid_to_coach: z.nullish(z.string()) });

/** Twilio as the upstream carrier, or whatever speaks its REST dialect and sends its webhooks. */
export function twilioCarrier(upstream: Upstream, capabilities: ReadonlySet<Capability> = new Set()): Carrier {
  const post = (path: string, form: Form) => send(upstream, 'POST', path, form);
  const create = async (path: string, form: Form): Promise<CarrierReference> =>
    reference(Created.parse(await (await post(path, form)).json()).sid);
  const reference = (id: string): CarrierReference => ({ carrier: 'twilio', account: upstream.accountSid, id });

  return {
    id: 'twilio',
    capabilities,
    account: upstream.accountSid,
    concerning: ({ accountSid, sid }) =>
      twilioCarrier({ ...upstream, concern: { accountSid, resourceSid: sid } }, capabilities),
    placeCall: (request) => create('/Calls.json', callForm(request)),
    changeCall: async (call, change) => void (await post(`/Calls/${call.id}.json`, changeForm(change))),
    fetchCall: (call) => fetchCall(upstream, call),
    // Twilio wants it where the account says so, and the server that it sends one on to must not see it.
    mediaAuthorization: (url) =>
      URL.parse(url)?.origin === URL.parse(upstream.url)?.origin ? basicAuthorization(upstream) : undefined,
    findMessages: (sought) => findMessages(upstream, sought),
    sendMessage: (request) => create('/Messages.json', messageForm(request)),
    controlRecording: async (recorded, control) =>
      reference(Created.parse(await (await controlRecording(post, recorded, control)).json()).sid),
    fetchRecording: async ({ id }) =>
      new Uint8Array(await (await send(upstream, 'GET', `/Recordings/${id}.wav`)).arrayBuffer()),
    deleteRecording: async ({ id }) => void (await send(upstream, 'DELETE', `/Recordings/${id}.json`)),
    fetchTranscription: (transcription) => fetchTranscription(upstream, transcription),
    deleteTranscription: (transcription) => deleteTranscription(upstream, transcription),
    changeParticipant: async (conference, call, change) => {
      await post(participantPath(conference, call), participantForm(change));
    },
    removeParticipant: async (conference, call) =>
      void (await send(upstream, 'DELETE', participantPath(conference, call))),
    fetchCoached: async (conference, call) => {
      const response = await send(upstream, 'GET', participantPath(conference, call));
      const { call_sid_to_coach: id } = Coaching.parse(await response.json());
      return id ? reference(id) : undefined;
    },
    announce: async ({ id }, link) =>
      void (await post(`/Conferences/${id}.json`, { AnnounceUrl: link, AnnounceMethod: 'POST' })),
    endConference: async ({ id }) => void (await post(`/Conferences/${id}.json`, { Status: 'completed' })),
    listCharged: (span, after) => listCharged(upstream, span, after),
    searchNumbers: (search) => searchNumbers(upstream, search),
    numberCountries: () => numberCountries(upstream),
    rentNumber: (request) => rentNumber(upstream, request),
    findNumber: (phoneNumber) => findNumber(upstream, phoneNumber),
    releaseNumber: async ({ id }) => void (await send(upstream, 'DELETE', `/IncomingPhoneNumbers/${id}.json`)),
    verify: ({ url, headers, parameters }) =>
      isSignatureOf(headers['x-twilio-signature'] ?? '', upstream.authToken, url, parameters),
    ...callerQueues(upstream),
    ...mediaStreams(upstream),
    ...webhookReader(upstream.accountSid),
  };
}

const messageForm = ({ from, to, body, mediaUrls, validitySeconds, statusLink }: SendMessage): Form => ({
  From: from,
  To: to,
  Body: body,
  MediaUrl: mediaUrls,
  ValidityPeriod: validitySeconds === undefined ? undefined : String(validitySeconds),
  StatusCallback: statusLink,
});

const everyStatus = ['initiated', 'ringing', 'answered', 'completed'];
const everyRecordingStatus = ['in-progress', 'completed', 'absent'];

const callForm = (request: PlaceCall): Form => ({
  From: request.from,
  To: request.to,
  Url: request.answerLink,
  Method: 'POST',
  StatusCallback: request.statusLink,
  StatusCallbackMethod: 'POST',
  StatusCallbackEvent: everyStatus,
  Timeout: String(request.ringSeconds),
  TimeLimit: String(request.limitSeconds),
  SendDigits: request.sendDigits,
  MachineDetection: request.machineDetection,
  ...(request.recording && {
    Record: 'true',
    RecordingChannels: request.recording.channels,
    Trim: request.recording.trim,
    RecordingStatusCallback: request.recording.statusLink,
    RecordingStatusCallbackMethod: 'POST',
    RecordingStatusCallbackEvent: everyRecordingStatus,
  }),
});

function changeForm(change: ChangeCall): Form {
  if (change.kind === 'redirect') return { Url: change.link, Method: 'POST' };
  if (change.kind === 'limit') return { TimeLimit: String(change.seconds) };
  return { Status: change.kind === 'end' ? 'completed' : 'canceled' };
}

const participantPath = (conference: CarrierReference, call: CarrierReference): string =>
  `/Conferences/${conference.id}/Participants/${call.id}.json`;

function participantForm(change: ChangeParticipant): Form {
  const { coached } = change;
  const link = (name: string, url: string | undefined): Form =>
    url === undefined ? {} : { [`${name}Url`]: url, [`${name}Method`]: 'POST' };
  return {
    Muted: text(change.muted),
    Hold: text(change.hold),
    ...link('Hold', change.holdLink),
    ...link('Announce', change.announceLink),
    ...link('Wait', change.waitLink),
    BeepOnExit: text(change.beepOnExit),
    EndConferenceOnExit: text(change.endOnExit),
    Coaching: coached === undefined ? undefined : String(coached !== 'nobody'),
    CallSidToCoach: coached === undefined || coached === 'nobody' ? undefined : coached.id,
  };
}

const text = (flag: boolean | undefined): string | undefined => (flag === undefined ? undefined : String(flag));

function controlRecording(
  post: (path: string, form: Form) => Promise<Response>,
  { kind, reference: { id } }: Recorded,
  control: ControlRecording,
): Promise<Response> {
  const recordings = `/${kind === 'call' ? 'Calls' : 'Conferences'}/${id}/Recordings`;
  if (control.kind !== 'start') {
    return post(`${recordings}/${control.recording.id}.json`, {
      Status: { pause: 'paused', resume: 'in-progress', stop: 'stopped' }[control.kind],
      PauseBehavior: control.kind === 'pause' ? control.behavior : undefined,
    });
  }
  return post(`${recordings}.json`, {
    RecordingChannels: control.channels,
    RecordingStatusCallback: control.statusLink,
    RecordingStatusCallbackMethod: 'POST',
    RecordingStatusCallbackEvent: everyRecordingStatus,
  });
}
