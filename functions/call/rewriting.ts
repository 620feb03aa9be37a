import type { MakeLink } from '../../lib/carrier/link.ts';
import { textOf } from '../../lib/twiml/element.ts';
import type { Rewriting, StatusRequest } from '../../lib/twiml/rewriting.ts';
import { e164Of } from '../../lib/twiml/value.ts';

/** Whose document is rewritten, and where it came from. */
export type Origin = {
  readonly accountSid: string;
  readonly callSid: string;
  /** Undefined for TwiML that came in a request and lies with the call. */
  readonly documentUrl: string | undefined;
  readonly documentMethod: 'GET' | 'POST';
  readonly configurationVersion: number;
};

/** How a document of a call is made fit for the carrier: links to this platform, rooms in the account's namespace. */
export function rewritingOf(origin: Origin, link: MakeLink): Rewriting {
  const { accountSid, callSid, documentUrl } = origin;
  return {
    documentUrl,
    instructions: ({ url, method, element, attribute }) => {
      const ofLeg = element.name === 'Number' && attribute === 'url';
      const kind = ofLeg ? 'whisper' : attribute === 'waitUrl' ? 'wait' : 'voice';
      const itself = url === undefined || url === documentUrl;
      return link('calls/continue', {
        accountSid,
        kind,
        // The leg that hears a whisper is not born yet: its own webhook will tell which it is.
        ...(ofLeg ? {} : { callSid }),
        ...(url === undefined ? { stored: true } : { url }),
        method: itself && attribute !== 'text' ? origin.documentMethod : method,
      });
    },
    status: (request) => statusLink(request, origin, link),
    name: (_of, name) => `${accountSid}/${name}`,
    number: (_noun, value) => e164Of(value) ?? value,
  };
}

function statusLink(
  { of, url, method, events, element }: StatusRequest,
  origin: Origin,
  link: MakeLink,
): string | undefined {
  const { accountSid, callSid } = origin;
  const wishes = url === undefined ? {} : { url, method, events: events.join(' ') };
  switch (of) {
    case 'call':
      return link('calls/status', { accountSid, parentSid: callSid, version: origin.configurationVersion, ...wishes });
    case 'recording':
      return link('recordings/status', {
        accountSid,
        callSid,
        ...(element.name === 'Conference' ? { room: textOf(element) } : {}),
        ...wishes,
      });
    case 'conference':
      return link('conferences/events', { accountSid, room: textOf(element), ...wishes });
    case 'message':
      return undefined; // A message is our own to send, and its status ours to tell.
  }
}
