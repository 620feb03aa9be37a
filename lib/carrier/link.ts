import * as z from 'zod/mini';
import { linkSeal } from '../access/link.ts';
import { environment } from '../environment/environment.ts';
import { MalformedWebhook } from './carrier.ts';

// Twilio repeats a failed webhook only when the URL's fragment asks for it.
const repeated = '#rc=5&rp=all';

const where = { url: z.optional(z.string()), method: z.optional(z.enum(['GET', 'POST'])) };

/**
 * What each kind of link that we hand to a carrier carries. `url`, `method` and `events` are the tenant's own wishes;
 * `version` is the version of the micro-service configuration that admitted what the link is about.
 */
const states = {
  /** Asks for a live call's next instructions: the tenant's URL, or the TwiML that lies with the call. */
  'calls/continue': z.object({
    accountSid: z.string(),
    /** Absent where the leg is not born yet when the link is made: its webhook tells. */
    callSid: z.optional(z.string()),
    kind: z._default(z.enum(['voice', 'wait', 'whisper', 'queue-wait', 'queue-whisper']), 'voice'),
    /** The queue that the call is in, or was in until now. */
    queueSid: z.optional(z.string()),
    url: z.optional(z.string()),
    method: z._default(z.enum(['GET', 'POST']), 'POST'),
    stored: z._default(z.boolean(), false),
    /** Whom to ask when `url` fails twice. */
    fallbackUrl: z.optional(z.string()),
    fallbackMethod: z.optional(z.enum(['GET', 'POST'])),
    /** How often asking this URL has failed before this link. */
    failures: z._default(z.number(), 0),
    /** How long those attempts took, in milliseconds. */
    spent: z._default(z.number(), 0),
    /** What the attempts before asked, to ask the same: the idempotency token, and what had happened, form-encoded. */
    token: z.optional(z.string()),
    input: z.optional(z.string()),
    /** What failed, for the fallback's ErrorCode and ErrorUrl. */
    errorCode: z.optional(z.number()),
    errorUrl: z.optional(z.string()),
  }),
  /** Asks who answers for the code of the caller id that the call validates. */
  'calls/validate': z.object({
    accountSid: z.string(),
    callSid: z.string(),
    callerIdSid: z.string(),
    /** How often the code has been asked for before this link. */
    asked: z._default(z.number(), 0),
  }),
  /** Tells the status of a call that we placed (`callSid`), or of a `<Dial>` leg (`parentSid`). */
  'calls/status': z.object({
    accountSid: z.string(),
    callSid: z.optional(z.string()),
    parentSid: z.optional(z.string()),
    /** What the leg's money is held for as. */
    rideSid: z.optional(z.string()),
    ...where,
    events: z.optional(z.string()),
    version: z._default(z.number(), 0),
  }),
  /** Tells of a stream of a call. `name` is the tenant's own; `bothWays`: its server speaks to the call, too. */
  'calls/stream': z.object({
    accountSid: z.string(),
    callSid: z.string(),
    name: z.optional(z.string()),
    bothWays: z._default(z.boolean(), false),
    /** What the stream's money is held for as. */
    rideSid: z.optional(z.string()),
    ...where,
  }),
  'messages/status': z.object({ accountSid: z.string(), messageSid: z.string() }),
  /** `callSid` is the recorded call's, in our terms, where it is known; a conference's recording has the room. */
  'recordings/status': z.object({
    accountSid: z.string(),
    callSid: z.optional(z.string()),
    room: z.optional(z.string()),
    /** Its program asked for a transcription. */
    transcribed: z._default(z.boolean(), false),
    ...where,
    events: z.optional(z.string()),
  }),
  /** Tells that a recording's transcription is done; `callSid` as above. The tenant is told by POST, always, as Twilio does. */
  'transcriptions/status': z.object({
    accountSid: z.string(),
    callSid: z.string(),
    url: z.optional(z.string()),
  }),
  /** Asks what is to be announced to a conference, or to one call in it. */
  'conferences/announce': z.object({
    accountSid: z.string(),
    conferenceSid: z.string(),
    callSid: z.optional(z.string()),
    url: z.string(),
    method: z._default(z.enum(['GET', 'POST']), 'POST'),
  }),
  /** `room` is the tenant's own name of the room. */
  'conferences/events': z.object({
    accountSid: z.string(),
    room: z.string(),
    ...where,
    events: z.optional(z.string()),
  }),
} as const;

export type LinkKind = keyof typeof states;
export type LinkStateOf<Kind extends LinkKind> = z.output<(typeof states)[Kind]>;

/** Makes a signed link of a kind; its reader needs no look-up and nobody can forge it. Always to be requested by POST. */
export type MakeLink = <Kind extends LinkKind>(kind: Kind, state: z.input<(typeof states)[Kind]>) => string;

/** Makes links for one carrier. */
export async function linksFor(carrier: string): Promise<MakeLink> {
  const seal = await linkSeal();
  return (kind, state) => `${environment().publicUrl}/carriers/${carrier}/${kind}?link=${seal(state)}${repeated}`;
}

/** An address of ours without a state, for what is set once: a number's URLs. `path` as in `calls/answer`. */
export const carrierAddress = (carrier: string, path: string): string =>
  `${environment().publicUrl}/carriers/${carrier}/${path}${repeated}`;

/** What a link of a kind says. Throws MalformedWebhook where the carrier did not bring it or it is of another kind. */
export function linkStateOf<Kind extends LinkKind>(kind: Kind, link: unknown): LinkStateOf<Kind> {
  const result = states[kind].safeParse(link);
  if (!result.success) throw new MalformedWebhook('link');
  return result.data as LinkStateOf<Kind>;
}
