import { isIP } from 'node:net';
import * as z from 'zod/mini';

/** RFC 7064 and RFC 7065; what else stands in such a URL no browser takes. */
const iceServerUrls =
  /^(?:(?:stuns?|turns?):(?:\[[0-9a-f:.]+\]|[^\s,:?/@[\]]+)(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?(?:\s*,\s*|$))*$/;

const listed = (text: string): string[] => text.split(',').flatMap((part) => part.trim() || []);

function isNetwork(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  const bitsMax = isIP(address) === 6 ? 128 : 32;
  return isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax && rest.length === 0;
}

const Variables = z.object({
  TABLE_NAME: z.string().check(z.minLength(1)),
  RECORDINGS_BUCKET: z.string().check(z.minLength(1)),
  STATEMENTS_BUCKET: z.string().check(z.minLength(1)),
  QUEUE_PREFIX: z.string().check(z.minLength(1)),
  PUBLIC_URL: z.url(),
  CARRIER_URL: z.url(),
  CARRIER_ACCOUNT_SID: z.string().check(z.regex(/^AC[0-9a-f]{32}$/)),
  CARRIER_AUTH_TOKEN: z.string().check(z.minLength(1)),
  CARRIER_CALLS_PER_SECOND: z._default(z.string().check(z.regex(/^\d{1,3}(\.\d{1,2})?$/)), '0'),
  CARRIER_OPT_OUT: z.optional(z.enum(['carrier', 'platform'])),
  DATA_KEY: z.optional(z.string()),
  KMS_KEY_ID: z.optional(z.string()),
  CLOCK_FILE: z.optional(z.string()),
  LEDGER_LINES_AT_ONCE: z._default(z.string().check(z.regex(/^[1-9]\d{1,5}$/)), '20000'),
  EXCHANGE_DAYS: z._default(z.string().check(z.regex(/^[1-9]\d?$/)), '7'),
  REQUESTS_PER_SECOND: z._default(z.string().check(z.regex(/^[1-9]\d{0,5}$/)), '500'),
  EVENT_SINK_URL: z.optional(z.url()),
  ICE_SERVERS: z._default(
    z.string().check(z.regex(iceServerUrls, 'must be stun:, stuns:, turn: and turns: URLs, separated by commas')),
    '',
  ),
  TURN_SECRET: z.optional(z.string()),
  CONTROL_URL: z.optional(z.url()),
  ALLOW_PRIVATE_ADDRESSES: z.optional(z.string()),
  PRIVATE_NETWORKS: z._default(
    z
      .string()
      .check(
        z.refine((text) => listed(text).every(isNetwork), 'must be networks like 10.20.0.0/16, separated by commas'),
      ),
    '',
  ),
});

/** What the deployment tells every function. URLs carry no trailing slash. */
export type Environment = {
  readonly tableName: string;
  readonly recordingsBucket: string;
  readonly statementsBucket: string;
  readonly queuePrefix: string;
  readonly publicUrl: string;
  readonly carrier: {
    readonly url: string;
    readonly accountSid: string;
    readonly authToken: string;
    /** How many calls a second it places for us, over all accounts; 0: as many as come. */
    readonly callsPerSecond: number;
    /** Whether it answers STOP, START and HELP by itself, as Twilio does unless that is switched off there. */
    readonly answersOptOut: boolean;
  };
  /** Where the key that protects secrets comes from: given as it is on one machine, unwrapped by KMS when deployed. */
  readonly dataKey: { readonly base64: string } | { readonly kmsKeyId: string };
  readonly clockFile: string | undefined;
  /** How many requests a second one account may make, over time. */
  readonly requestsPerSecond: number;
  /** Where usage events are sent as CloudEvents: the operator's own endpoint, HTTPS but on one machine; undefined: nowhere. */
  readonly eventSinkUrl: string | undefined;
  /** What browsers get through NAT with: STUN and TURN servers, and the secret that the TURN servers share with us, if there are any. */
  readonly iceServers: { readonly urls: readonly string[]; readonly turnSecret: string | undefined };
  /** How many days exchanges with programs and carriers are kept. */
  readonly exchangeDays: number;
  /** How many ledger lines of one account are in memory at once, about, where they are summed up (docs/billing.md). */
  readonly ledgerLinesAtOnce: number;
  /** Only on one machine: where the simulated phones are played. */
  readonly controlUrl: string | undefined;
  /** Only on one machine: tenants' programs may live on loopback and private addresses. */
  readonly allowPrivateAddresses: boolean;
  /** Where requests may go beside public addresses: anywhere on one machine, else the operator's own networks, if any. */
  readonly privateAddresses: 'all' | readonly string[];
};

let validated: Environment | undefined;

/** The environment, read and validated once. Throws with the name of every variable that is missing or malformed. */
export function environment(): Environment {
  validated ??= read(process.env);
  return validated;
}

/** Validates variables as `environment()` does; pure. */
export function read(variables: Record<string, string | undefined>): Environment {
  const filled = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = Variables.safeParse(filled);
  if (!result.success) {
    const names = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Environment variables are missing or malformed: ${names.join('; ')}`);
  }
  const given = result.data;
  const isLocal = given.ALLOW_PRIVATE_ADDRESSES === 'true';
  if (given.EVENT_SINK_URL !== undefined && !isLocal && !given.EVENT_SINK_URL.startsWith('https://'))
    throw new Error('Environment variables are missing or malformed: EVENT_SINK_URL: must begin with https://');
  return {
    tableName: given.TABLE_NAME,
    recordingsBucket: given.RECORDINGS_BUCKET,
    statementsBucket: given.STATEMENTS_BUCKET,
    queuePrefix: given.QUEUE_PREFIX,
    publicUrl: withoutSlash(given.PUBLIC_URL),
    carrier: {
      url: withoutSlash(given.CARRIER_URL),
      accountSid: given.CARRIER_ACCOUNT_SID,
      authToken: given.CARRIER_AUTH_TOKEN,
      callsPerSecond: Number(given.CARRIER_CALLS_PER_SECOND),
      answersOptOut: given.CARRIER_OPT_OUT !== 'platform',
    },
    dataKey: dataKeyOf(given.DATA_KEY, given.KMS_KEY_ID),
    clockFile: given.CLOCK_FILE,
    requestsPerSecond: Number(given.REQUESTS_PER_SECOND),
    eventSinkUrl: given.EVENT_SINK_URL,
    iceServers: iceServersOf(given.ICE_SERVERS, given.TURN_SECRET),
    exchangeDays: Number(given.EXCHANGE_DAYS),
    ledgerLinesAtOnce: Number(given.LEDGER_LINES_AT_ONCE),
    controlUrl: given.CONTROL_URL && withoutSlash(given.CONTROL_URL),
    allowPrivateAddresses: isLocal,
    privateAddresses: isLocal ? 'all' : listed(given.PRIVATE_NETWORKS),
  };
}

function dataKeyOf(base64: string | undefined, kmsKeyId: string | undefined): Environment['dataKey'] {
  if (base64 !== undefined) return { base64 };
  if (kmsKeyId !== undefined) return { kmsKeyId };
  throw new Error('Environment variables are missing or malformed: one of DATA_KEY and KMS_KEY_ID must be set');
}

function iceServersOf(given: string, secret: string | undefined): Environment['iceServers'] {
  const urls = listed(given);
  const hasTurn = urls.some((url) => url.startsWith('turn'));
  if (hasTurn && secret === undefined)
    throw new Error(
      'Environment variables are missing or malformed: TURN_SECRET: must be set where ICE_SERVERS has TURN',
    );
  return { urls, turnSecret: hasTurn ? secret : undefined };
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
