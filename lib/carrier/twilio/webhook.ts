import {
  type CallFacts,
  type CarrierCallStatus,
  type CarrierReference,
  MalformedWebhook,
  type MessageFacts,
  type RecordingFacts,
  type TranscriptionFacts,
  type WebhookRequest,
} from '../carrier.ts';
import type { ConferenceFacts } from '../conference.ts';
import type { StreamFacts } from '../media-stream.ts';

type Fields = Readonly<Record<string, string>>;

// A SID has 34 characters, an address of SIP some more: what is longer is no key of the table.
const nameCharactersMax = 300;

/** Twilio's statuses of a call, in webhooks and resources. */
export const callStatuses = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'canceled',
  'failed',
] as const satisfies readonly CarrierCallStatus[];
/** Twilio's statuses of a message. */
export const messageStatuses: readonly MessageFacts['status'][] = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'received',
  'read',
];
const recordingStatuses: readonly RecordingFacts['status'][] = ['in-progress', 'completed', 'absent', 'failed'];
const conferenceEvents: Readonly<Record<string, ConferenceFacts['event']>> = {
  'conference-start': 'start',
  'conference-end': 'end',
  'participant-join': 'join',
  'participant-leave': 'leave',
  'participant-mute': 'mute',
  'participant-unmute': 'unmute',
  'participant-hold': 'hold',
  'participant-unhold': 'unhold',
  'participant-modify': 'modify',
  'announcement-end': 'announcement-end',
  'announcement-fail': 'announcement-fail',
  'participant-speech-start': 'speech',
  'participant-speech-stop': 'speech',
};

const streamEvents: Readonly<Record<string, StreamFacts['event']>> = {
  'stream-started': 'started',
  'stream-stopped': 'stopped',
  'stream-error': 'error',
};

/** Reads Twilio's webhook parameters into the facts that every carrier's webhooks are read into. */
export function webhookReader(account: string) {
  const reference = (id: string): CarrierReference => ({ carrier: 'twilio', account, id });
  const optionalReference = (id: string | undefined) => (id ? reference(id) : undefined);

  return {
    callFacts({ parameters }: WebhookRequest): CallFacts {
      return {
        reference: reference(text(parameters, 'CallSid')),
        parent: optionalReference(short(parameters, 'ParentCallSid')),
        from: short(parameters, 'From'),
        to: short(parameters, 'To'),
        status: oneOf(parameters, 'CallStatus', callStatuses),
        at: instant(parameters['Timestamp']),
        durationSeconds: optionalWhole(parameters, 'CallDuration'),
        answeredBy: parameters['AnsweredBy'],
        sipResponseCode: parameters['SipResponseCode'],
      };
    },

    messageFacts({ parameters }: WebhookRequest): MessageFacts {
      return {
        reference: reference(text(parameters, 'MessageSid')),
        from: text(parameters, 'From'),
        to: text(parameters, 'To'),
        status:
          parameters['MessageStatus'] === undefined ? 'received' : oneOf(parameters, 'MessageStatus', messageStatuses),
        body: parameters['Body'] ?? '',
        media: mediaOf(parameters),
        errorCode: optionalWhole(parameters, 'ErrorCode'),
      };
    },

    recordingFacts({ parameters }: WebhookRequest): RecordingFacts {
      return {
        reference: reference(text(parameters, 'RecordingSid')),
        call: reference(short(parameters, 'CallSid')),
        conference: optionalReference(short(parameters, 'ConferenceSid')),
        status: oneOf(parameters, 'RecordingStatus', recordingStatuses),
        durationSeconds: optionalWhole(parameters, 'RecordingDuration') ?? 0,
        channels: optionalWhole(parameters, 'RecordingChannels') ?? 1,
        source: parameters['RecordingSource'] ?? 'RecordVerb',
        startedAt: instant(parameters['RecordingStartTime']),
        errorCode: optionalWhole(parameters, 'ErrorCode'),
      };
    },

    transcriptionFacts({ parameters }: WebhookRequest): TranscriptionFacts {
      return {
        reference: reference(text(parameters, 'TranscriptionSid')),
        recording: reference(text(parameters, 'RecordingSid')),
        call: {
          from: short(parameters, 'From'),
          to: short(parameters, 'To'),
          direction: short(parameters, 'Direction'),
          status: oneOf(parameters, 'CallStatus', callStatuses),
        },
      };
    },

    streamFacts({ parameters }: WebhookRequest): StreamFacts {
      const event = streamEvents[text(parameters, 'StreamEvent')];
      if (event === undefined) throw new MalformedWebhook('StreamEvent');
      return {
        reference: reference(text(parameters, 'StreamSid')),
        event,
        at: instant(parameters['Timestamp']),
        error: parameters['StreamError'] || undefined,
      };
    },

    conferenceFacts({ parameters }: WebhookRequest): ConferenceFacts {
      const event = conferenceEvents[text(parameters, 'StatusCallbackEvent')];
      if (event === undefined) throw new MalformedWebhook('StatusCallbackEvent');
      return {
        reference: reference(text(parameters, 'ConferenceSid')),
        room: text(parameters, 'FriendlyName'),
        event,
        at: instant(parameters['Timestamp']),
        sequence: optionalWhole(parameters, 'SequenceNumber'),
        call: optionalReference(short(parameters, 'CallSid')),
        label: parameters['ParticipantLabel'],
        muted: parameters['Muted'] === 'true',
        hold: parameters['Hold'] === 'true',
        coaching: parameters['Coaching'] === 'true',
        startOnEnter: parameters['StartConferenceOnEnter'] !== 'false',
        endOnExit: parameters['EndConferenceOnExit'] === 'true',
        reason:
          parameters['ReasonParticipantLeft'] ??
          parameters['ReasonConferenceEnded'] ??
          parameters['ReasonAnnouncementFailed'],
        announceLink: parameters['AnnounceUrl'],
        endedBy: optionalReference(short(parameters, 'CallSidEndingConference')),
      };
    },
  };
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === '') throw new MalformedWebhook(name);
  return short(fields, name);
}

function short(fields: Fields, name: string): string {
  const value = fields[name] ?? '';
  if (value.length > nameCharactersMax) throw new MalformedWebhook(name);
  return value;
}

function oneOf<Value extends string>(fields: Fields, name: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === fields[name]);
  if (found === undefined) throw new MalformedWebhook(name);
  return found;
}

function optionalWhole(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === '') return undefined;
  if (!/^\d{1,9}$/.test(value)) throw new MalformedWebhook(name);
  return Number(value);
}

function instant(value: string | undefined): number | undefined {
  const at = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
}

function mediaOf(fields: Fields): MessageFacts['media'] {
  const count = optionalWhole(fields, 'NumMedia') ?? 0;
  return Array.from({ length: Math.min(count, 10) }, (_, index) => ({
    url: text(fields, `MediaUrl${index}`),
    contentType: fields[`MediaContentType${index}`] ?? 'application/octet-stream',
  }));
}
