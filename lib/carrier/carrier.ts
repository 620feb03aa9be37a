import type { CallerQueues } from './caller-queue.ts';
import type { ChargedUses } from './charged-use.ts';
import type { ConferenceFacts, Conferences } from './conference.ts';
import type { MediaStreams, StreamFacts } from './media-stream.ts';
import type { RecordCall } from './record-call.ts';
import type { CarrierLink, CarrierReference } from './reference.ts';

export type { CarrierLink, CarrierReference } from './reference.ts';

/** What a carrier is asked to do for an outbound call. Numbers in E.164. */
export type PlaceCall = {
  readonly from: string;
  readonly to: string;
  /** Where the answered call gets its instructions. */
  readonly answerLink: CarrierLink;
  /** Where every change of the call's status is told. */
  readonly statusLink: CarrierLink;
  readonly ringSeconds: number;
  readonly limitSeconds: number;
  readonly sendDigits: string | undefined;
  readonly machineDetection: 'Enable' | 'DetectMessageEnd' | undefined;
  /** Record the call from its answer. */
  readonly recording: RecordCall | undefined;
};

/** How a live call may be changed. */
export type ChangeCall =
  | { readonly kind: 'redirect'; readonly link: CarrierLink }
  /** It ends so many seconds after its answer, whatever it was to end at before. */
  | { readonly kind: 'limit'; readonly seconds: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'cancel' };

/** An outbound message. Numbers in E.164, `from` may be an alphanumeric sender id; media as absolute URLs. */
export type SendMessage = {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  /** How long the carrier may keep it waiting; its own default where nobody said. */
  readonly validitySeconds: number | undefined;
  readonly statusLink: CarrierLink;
};

/** What an ambiguous message is looked for by. */
export type SoughtMessage = Pick<SendMessage, 'from' | 'to' | 'body'>;

/** A message that a carrier has. `createdAt` in epoch milliseconds on the carrier's clock. */
export type FoundMessage = Pick<MessageFacts, 'reference' | 'status' | 'errorCode'> & { readonly createdAt: number };

/** What is recorded: a call, or a conference with all who are in it. */
export type Recorded = { readonly kind: 'call' | 'conference'; readonly reference: CarrierReference };

/** What may be done to a recording. Only a call's is started so; a pause is skipped, or is silence in it. */
export type ControlRecording =
  | { readonly kind: 'start'; readonly channels: 'mono' | 'dual'; readonly statusLink: CarrierLink }
  | {
      readonly kind: 'pause';
      readonly recording: CarrierReference;
      readonly behavior: 'skip' | 'silence' | undefined;
    }
  | { readonly kind: 'resume' | 'stop'; readonly recording: CarrierReference };

/** A number that a carrier offers. */
export type AvailableNumber = {
  readonly phoneNumber: string;
  readonly friendlyName: string;
  readonly isoCountry: string;
  readonly locality: string | null;
  readonly region: string | null;
  readonly capabilities: { readonly voice: boolean; readonly sms: boolean; readonly mms: boolean };
};

/** What to look for in a carrier's inventory. `contains` as Twilio has it: digits and `*`. */
export type NumberSearch = {
  readonly country: string;
  readonly type: NumberType;
  readonly areaCode: string | undefined;
  readonly contains: string | undefined;
  readonly locality?: string | undefined;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
  /** Only numbers that can, or that cannot. */
  readonly voice?: boolean | undefined;
  readonly sms?: boolean | undefined;
  readonly mms?: boolean | undefined;
  readonly limit: number;
};

/** Kinds of numbers, as Twilio's paths name them. */
export const numberTypes = [
  'Local',
  'Mobile',
  'TollFree',
  'National',
  'SharedCost',
  'Voip',
  'MachineToMachine',
] as const;
export type NumberType = (typeof numberTypes)[number];

/** A country in which the carrier has numbers, by its ISO 3166-1 code, and of which kinds. */
export type NumberCountry = {
  readonly code: string;
  readonly name: string;
  readonly beta: boolean;
  readonly types: readonly NumberType[];
};

/** A number that the carrier lets us have. `name` is what we called it: our SID. */
export type RentedNumber = {
  readonly reference: CarrierReference;
  readonly name: string;
  readonly capabilities: AvailableNumber['capabilities'];
  /** Undefined where the carrier does not tell. */
  readonly type: NumberType | undefined;
};

/** A number to rent, and where the carrier brings what comes in on it. */
export type RentNumber = {
  readonly phoneNumber: string;
  /** Refused where the number is of another kind; undefined: whatever it is. */
  readonly type?: NumberType | undefined;
  readonly name: string;
  readonly voiceLink: CarrierLink;
  readonly callStatusLink: CarrierLink;
  readonly messageLink: CarrierLink;
};

/** A carrier's statuses for a call are Twilio's, whatever the carrier calls them. */
export type CarrierCallStatus =
  | 'queued'
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'no-answer'
  | 'canceled'
  | 'failed';

/** Facts about a call that a carrier's webhook carries. Times in epoch milliseconds on the carrier's clock. */
export type CallFacts = {
  readonly reference: CarrierReference;
  readonly parent: CarrierReference | undefined;
  readonly from: string;
  readonly to: string;
  readonly status: CarrierCallStatus;
  readonly at: number | undefined;
  readonly durationSeconds: number | undefined;
  readonly answeredBy: string | undefined;
  readonly sipResponseCode: string | undefined;
};

export type MessageFacts = {
  readonly reference: CarrierReference;
  readonly from: string;
  readonly to: string;
  readonly status: 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received' | 'read';
  readonly body: string;
  readonly media: readonly { readonly url: string; readonly contentType: string }[];
  readonly errorCode: number | undefined;
};

export type RecordingFacts = {
  readonly reference: CarrierReference;
  readonly call: CarrierReference;
  readonly conference: CarrierReference | undefined;
  readonly status: 'in-progress' | 'completed' | 'absent' | 'failed';
  readonly durationSeconds: number;
  readonly channels: number;
  readonly source: string;
  readonly startedAt: number | undefined;
  readonly errorCode: number | undefined;
};

/** What a carrier's webhook says of a transcription that is done; its text and its end are fetched. */
export type TranscriptionFacts = {
  readonly reference: CarrierReference;
  readonly recording: CarrierReference;
  /** The recorded call, for those who are told. */
  readonly call: {
    readonly from: string;
    readonly to: string;
    readonly direction: string;
    readonly status: CarrierCallStatus;
  };
};

/** A transcription as the carrier has it. `durationSeconds` of the sound that was transcribed. */
export type FetchedTranscription = {
  readonly status: 'in-progress' | 'completed' | 'failed';
  readonly text: string;
  readonly durationSeconds: number;
};

/** A webhook as it came. `url` is the configured public URL with the raw path and query. */
export type WebhookRequest = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly parameters: Readonly<Record<string, string>>;
};

/** What not every carrier does. `carrierOptOut`: it answers STOP, START and HELP by itself, so that we do not. */
export type Capability = 'carrierOptOut';

/** A carrier that moves media: a folder here and a line in carriers.ts. Whatever goes wrong there is a `CarrierError`. */
export interface Carrier extends CallerQueues, Conferences, ChargedUses, MediaStreams {
  readonly id: string;
  readonly capabilities: ReadonlySet<Capability>;
  readonly account: string;
  /** The same carrier, whose requests the inspector keeps for an account's resource. */
  concerning(resource: { readonly accountSid: string; readonly sid: string }): Carrier;
  placeCall(request: PlaceCall): Promise<CarrierReference>;
  changeCall(call: CarrierReference, change: ChangeCall): Promise<void>;
  /** What the carrier knows of a call now. */
  fetchCall(call: CarrierReference): Promise<CallFacts>;
  sendMessage(request: SendMessage): Promise<CarrierReference>;
  /** Messages of these very words that it was asked to send, oldest first: what an ambiguous outcome is settled by. */
  findMessages(sought: SoughtMessage): Promise<readonly FoundMessage[]>;
  /** What to show its server with a request for media of a message that came in; undefined: nothing. */
  mediaAuthorization(url: string): string | undefined;
  /** Answers the recording that was started or changed. */
  controlRecording(recorded: Recorded, control: ControlRecording): Promise<CarrierReference>;
  fetchRecording(recording: CarrierReference): Promise<Uint8Array>;
  deleteRecording(recording: CarrierReference): Promise<void>;
  fetchTranscription(transcription: CarrierReference): Promise<FetchedTranscription>;
  deleteTranscription(transcription: CarrierReference): Promise<void>;
  searchNumbers(search: NumberSearch): Promise<AvailableNumber[]>;
  /** Where there are numbers to be had. */
  numberCountries(): Promise<NumberCountry[]>;
  rentNumber(request: RentNumber): Promise<RentedNumber>;
  /** A number that we have there, in E.164: what an ambiguous outcome is settled by. */
  findNumber(phoneNumber: string): Promise<RentedNumber | undefined>;
  releaseNumber(number: CarrierReference): Promise<void>;
  /** Whether the webhook is the carrier's own: its signature, compared in constant time. */
  verify(request: WebhookRequest): boolean;
  callFacts(request: WebhookRequest): CallFacts;
  messageFacts(request: WebhookRequest): MessageFacts;
  recordingFacts(request: WebhookRequest): RecordingFacts;
  transcriptionFacts(request: WebhookRequest): TranscriptionFacts;
  conferenceFacts(request: WebhookRequest): ConferenceFacts;
  streamFacts(request: WebhookRequest): StreamFacts;
}

/**
 * A carrier did not do what it was asked.
 * - `rejected`: it said no, and `code` is its reason (Twilio's number where it has one).
 * - `unavailable`, `throttled`: it did nothing; it may be asked again.
 * - `ambiguous`: nobody knows whether it did it. Never repeated and never failed over: the first webhook tells.
 */
export class CarrierError extends Error {
  readonly kind: 'rejected' | 'unavailable' | 'throttled' | 'ambiguous';
  readonly code: number | undefined;

  constructor(kind: CarrierError['kind'], message: string, code?: number) {
    super(message);
    this.name = 'CarrierError';
    this.kind = kind;
    this.code = code;
  }
}

/** A carrier's webhook that does not say what it must. */
export class MalformedWebhook extends Error {
  constructor(parameter: string) {
    super(`The carrier's webhook lacks ${parameter}, or it is malformed`);
    this.name = 'MalformedWebhook';
  }
}
