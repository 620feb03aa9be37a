import * as z from 'zod/mini';
import type { ChangeParticipant as Change } from '../../lib/carrier/carrier.ts';
import { linksFor } from '../../lib/carrier/link.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalFlag, optionalMethod, optionalUrl, pathName } from '../../lib/http/parameter.ts';
import { commit } from '../../lib/store/commit.ts';
import { asked } from './ask-carrier.ts';
import { type Participant, putParticipant } from './conference-store.ts';
import { findPresent, type Present } from './find-participant.ts';
import { participantRepresentation } from './representation.ts';

const notOffered = z.optional(z.undefined('is not offered'));

/** Parameters of `POST ~/Conferences/{ConferenceSid}/Participants/{CallSid}.json` (OpenAPI: UpdateParticipant). */
export const ChangeParticipant = z.object({
  ConferenceSid: z.string(),
  CallSid: pathName(),
  Muted: optionalFlag(),
  Hold: optionalFlag(),
  HoldUrl: optionalUrl(21205),
  HoldMethod: optionalMethod(),
  AnnounceUrl: notOffered,
  AnnounceMethod: notOffered,
  WaitUrl: notOffered,
  WaitMethod: notOffered,
  BeepOnExit: notOffered,
  EndConferenceOnExit: optionalFlag(),
  Coaching: notOffered,
  CallSidToCoach: notOffered,
});
type Request = TenantRequest<z.infer<typeof ChangeParticipant>>;

/** Mutes somebody, holds them with the program's own music, or lets their leaving end the conference. The carrier does it and tells it to everybody by events. */
export async function changeParticipant(request: Request): Promise<Answer | Refusal> {
  const { Muted, Hold, HoldUrl, EndConferenceOnExit } = request.parameters;
  if (HoldUrl !== undefined && Hold !== true) return refuse(20001, 'HoldUrl: goes with Hold=true only');
  const found = await findPresent(request);
  if (isRefusal(found)) return found;
  for (const change of await changesOf(request, found)) {
    const { carrier, conferenceReference, callReference } = found;
    const refusal = await asked(() => carrier.changeParticipant(conferenceReference, callReference, change));
    if (refusal !== undefined) return refusal;
  }
  const { participant, status } = found;
  const changed = {
    ...participant,
    muted: Muted ?? participant.muted,
    hold: Hold ?? participant.hold,
    endOnExit: EndConferenceOnExit ?? participant.endOnExit,
  };
  return json(participantRepresentation({ participant: await stored(participant, changed, request.now), status }));
}

async function changesOf({ parameters }: Request, { carrier, conference, participant }: Present): Promise<Change[]> {
  const { Muted, Hold, HoldUrl, HoldMethod, EndConferenceOnExit } = parameters;
  const { accountSid } = conference;
  const link = await linksFor(carrier.id);
  const wait = { accountSid, callSid: participant.callSid, kind: 'wait', url: HoldUrl, method: HoldMethod } as const;
  const holdUrl = HoldUrl === undefined ? undefined : link('calls/continue', wait);
  return [
    ...(Muted === undefined ? [] : [{ kind: 'mute', muted: Muted } as const]),
    ...(EndConferenceOnExit === undefined ? [] : [{ kind: 'end-on-exit', endOnExit: EndConferenceOnExit } as const]),
    ...(Hold === undefined ? [] : [{ kind: 'hold', hold: Hold, holdUrl } as const]),
  ];
}

/** Stored at once, so that the next look shows it; where an event was faster, that stands and tells the same. */
async function stored(before: Participant, changed: Participant, now: number): Promise<Participant> {
  const after = { ...changed, updatedAt: now };
  const isSame = (['muted', 'hold', 'endOnExit'] as const).every((name) => before[name] === changed[name]);
  if (!isSame) await commit([putParticipant(before, after)]);
  return after;
}
