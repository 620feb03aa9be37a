import { linksFor } from '../../../lib/carrier/link.ts';
import { webhookEvent } from '../call/carrier.ts';
import type { Handler } from '../gateway.ts';

const context = { getRemainingTimeInMillis: () => 29_000 } as never;

/** A SID at the carrier. */
export const upstream = (prefix: 'CA' | 'CF' | 'RE', number: number): string =>
  `${prefix}${String(number).padStart(32, '0')}`;

/** The path and query of the link under which a room's events come. */
export async function eventsPath(state: {
  accountSid: string;
  room: string;
  url?: string;
  method?: 'GET' | 'POST';
  events?: string;
}): Promise<string> {
  const url = new URL((await linksFor('twilio'))('conferences/events', state));
  return `${url.pathname}${url.search}`;
}

/** An event as the carrier tells it: `at` in epoch milliseconds, `who` numbers the carrier's calls. */
export type Told = {
  readonly event: string;
  readonly at: number;
  readonly sequence?: number;
  readonly who?: number;
  readonly more?: Record<string, string>;
};

/** Tells a conference's event through the function's own handler; answers the HTTP status. */
export async function tell(
  handler: Handler,
  path: string,
  room: { readonly name: string; readonly conference: number },
  { event, at, sequence, who, more }: Told,
  signedWith?: string,
): Promise<number> {
  const parameters = {
    ConferenceSid: upstream('CF', room.conference),
    FriendlyName: room.name,
    StatusCallbackEvent: event,
    Timestamp: new Date(at).toUTCString().replace('GMT', '+0000'),
    ...(sequence === undefined ? {} : { SequenceNumber: String(sequence) }),
    ...(who === undefined
      ? {}
      : {
          CallSid: upstream('CA', who),
          Muted: 'false',
          Hold: 'false',
          StartConferenceOnEnter: 'true',
          EndConferenceOnExit: 'false',
        }),
    ...more,
  };
  const { statusCode } = await handler(webhookEvent(path, parameters, signedWith), context);
  return statusCode ?? 0;
}
