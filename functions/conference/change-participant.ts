import * as z from 'zod/mini';
import type { ChangeParticipant as Change } from '../../lib/carrier/conference.ts';
import { linksFor } from '../../lib/carrier/link.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { clearableUrl, optionalFlag, optionalMethod, optionalUrl, pathName } from '../../lib/http/parameter.ts';
import { commit } from '../../lib/store/commit.ts';
import { announcementLink } from './announcement.ts';
import { asked } from './ask-carrier.ts';
import { coachedBy, coachingParameters } from './coaching.ts';
import { type Participant, putParticipant } from './conference-store.ts';
import { findPresent, type Present } from './find-participant.ts';
import { participantRepresentation } from './representation.ts';

/** Parameters of `POST ~/Conferences/{ConferenceSid}/Participants/{CallSid}.json` (OpenAPI: UpdateParticipant). */
export const ChangeParticipant = z.object({
  ConferenceSid: z.string(),
  CallSid: pathName(),
  Muted: optionalFlag(),
  Hold: optionalFlag(),
  HoldUrl: optionalUrl(21205),
  HoldMethod: optionalMethod(),
  AnnounceUrl: optionalUrl(21205),
  AnnounceMethod: optionalMethod(),
  WaitUrl: clearableUrl(),
  WaitMethod: optionalMethod(),
  BeepOnExit: optionalFlag(),
  EndConferenceOnExit: optionalFlag(),
  ...coachingParameters,
});
type Request = TenantRequest<z.infer<typeof ChangeParticipant>>;

/**
 * Mutes somebody, holds them with the program's own music, announces something to them alone, has them coach another, or changes what their
 * leaving does. The carrier does all of it at once, and tells it to everybody by events.
 */
export async function changeParticipant(request: Request): Promise<Answer | Refusal> {
  const { Muted, Hold, HoldUrl, EndConferenceOnExit } = request.parameters;
  if (HoldUrl !== undefined && Hold !== true) return refuse(20001, 'HoldUrl: goes with Hold=true only');
  const found = await findPresent(request);
  if (isRefusal(found)) return found;
  const coached = coachedBy(request.parameters, found.others);
  if (isRefusal(coached)) return coached;
  const change = await changeOf(request, found, coached);
  const { carrier, conferenceReference, callReference, participant, status } = found;
  const isAsked = Object.values(change).some((wish) => wish !== undefined);
  const refusal = isAsked
    ? await asked(() => carrier.changeParticipant(conferenceReference, callReference, change))
    : undefined;
  if (refusal !== undefined) return refusal;
  const changed = {
    ...withCoached(participant, coached),
    muted: Muted ?? participant.muted,
    hold: Hold ?? participant.hold,
    endOnExit: EndConferenceOnExit ?? participant.endOnExit,
  };
  return json(participantRepresentation({ participant: await stored(participant, changed, request.now), status }));
}

type Coached = Exclude<ReturnType<typeof coachedBy>, Refusal>;

async function changeOf({ parameters }: Request, found: Present, coached: Coached): Promise<Change> {
  const { HoldUrl, HoldMethod = 'GET', AnnounceUrl, AnnounceMethod = 'POST', WaitUrl, WaitMethod } = parameters;
  const { carrier, conference, participant } = found;
  const { accountSid, sid: conferenceSid } = conference;
  const { callSid } = participant;
  const link = await linksFor(carrier.id);
  const music = (url: string, method: 'GET' | 'POST' = 'POST') =>
    link('calls/continue', { accountSid, callSid, kind: 'wait', url, method });
  return {
    muted: parameters.Muted,
    hold: parameters.Hold,
    holdLink: HoldUrl === undefined ? undefined : music(HoldUrl, HoldMethod),
    announceLink:
      AnnounceUrl === undefined
        ? undefined
        : await announcementLink(carrier.id, {
            ...{ accountSid, conferenceSid, callSid },
            ...{ url: AnnounceUrl, method: AnnounceMethod },
          }),
    waitLink: WaitUrl === undefined || WaitUrl === '' ? WaitUrl : music(WaitUrl, WaitMethod),
    beepOnExit: parameters.BeepOnExit,
    endOnExit: parameters.EndConferenceOnExit,
    coached: coached === 'nobody' ? 'nobody' : coached?.participant.reference,
  };
}

function withCoached(participant: Participant, coached: Coached): Participant {
  if (coached === undefined) return participant;
  const { coachedSid: _, ...rest } = participant;
  return coached === 'nobody'
    ? { ...rest, coaching: false }
    : { ...rest, coaching: true, coachedSid: coached.participant.callSid };
}

/** Stored at once, so that the next look shows it; where an event was faster, that stands and tells the same. */
async function stored(before: Participant, changed: Participant, now: number): Promise<Participant> {
  const after = { ...changed, updatedAt: now };
  const isSame = (['muted', 'hold', 'endOnExit', 'coaching', 'coachedSid'] as const).every(
    (name) => before[name] === changed[name],
  );
  if (!isSame) await commit([putParticipant(before, after)]);
  return after;
}
