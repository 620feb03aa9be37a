import { type LinkStateOf, linkStateOf, linksFor } from '../../lib/carrier/link.ts';
import { questionToken } from '../../lib/carrier/question-token.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, about, refusalAnswer, twiml } from '../../lib/http/answer.ts';
import type { CarrierRequest } from '../../lib/http/api.ts';
import { answeredDocument } from '../../lib/program/answered-document.ts';
import { askProgram } from '../../lib/program/ask-program.ts';
import { notify } from '../../lib/store/notification.ts';
import { checkTwiml } from '../../lib/twiml/check-twiml.ts';
import { element, type TwimlElement } from '../../lib/twiml/element.ts';
import { rewriteTwiml } from '../../lib/twiml/rewrite-twiml.ts';
import { writeTwiml } from '../../lib/twiml/write-twiml.ts';
import { type Conference, loadConferenceOf } from './conference-store.ts';
import { ownerOf } from './owner.ts';

type State = LinkStateOf<'conferences/announce'>;

/**
 * The carrier asks what it is to announce: the account's program says it, in the verbs that Twilio plays there. What fails is a
 * Notification, and tells the carrier to ask once more and then to report that the announcement failed.
 */
export async function onAnnouncement({ carrier, webhook, link, now }: CarrierRequest): Promise<Answer> {
  const state = linkStateOf('conferences/announce', link);
  const conference = await loadConferenceOf(state.accountSid, state.conferenceSid);
  if (conference === undefined || conference.status === 'completed') return twiml(writeTwiml(element('Response')));
  const document = await announced(carrier.id, conference, state, questionToken(webhook, conference.sid));
  if (!isRefusal(document)) return about(conference, twiml(writeTwiml(document)));
  const { code: errorCode, message } = document;
  const { accountSid, sid: resourceSid } = conference;
  await notify([{ accountSid, resourceSid, severity: 'error', errorCode, message, requestUrl: state.url, at: now }]);
  return about(conference, refusalAnswer(document));
}

/** What the program says, fit for the carrier; a refusal with Twilio's number where it says nothing that can be played. */
async function announced(
  carrier: string,
  { accountSid, sid, friendlyName }: Conference,
  state: State,
  idempotencyToken: string,
): Promise<TwimlElement | Refusal> {
  const { callSid, url, method } = state;
  const answer = await askProgram({
    account: (await ownerOf(accountSid)).account,
    ...{ url, method, idempotencyToken },
    parameters: {
      AccountSid: accountSid,
      ApiVersion: '2010-04-01',
      ConferenceSid: sid,
      FriendlyName: friendlyName,
      ...(callSid === undefined ? {} : { CallSid: callSid }),
    },
    about: { resourceSid: sid, kind: 'application-logic' },
  });
  const found = isRefusal(answer) ? answer : answeredDocument(answer);
  if (isRefusal(found)) return found;
  const [error] = checkTwiml(found.document, 'wait').errors;
  if (error !== undefined) return refuse(12200, `${error.message} (line ${error.line})`);
  const links = await linksFor(carrier);
  const { document } = rewriteTwiml(
    found.document,
    {
      documentUrl: found.url,
      // Only a <Redirect> leads on, to what is announced next.
      instructions: (next) =>
        links('conferences/announce', {
          ...state,
          url: next.url ?? url,
          method: next.url === found.url ? method : next.method,
        }),
      status: () => undefined,
      parameters: {},
      name: (_of, name) => name,
      number: (_noun, value) => value,
      call: (callSid) => callSid,
    },
    'wait',
  );
  return document;
}

/** The link that a carrier asks for an announcement to a conference, or to one call in it. Asked once more when it fails, as a call's program is. */
export async function announcementLink(carrier: string, state: State): Promise<string> {
  const link = (await linksFor(carrier))('conferences/announce', state);
  return `${link.split('#')[0]}#rc=1&rp=all`;
}
