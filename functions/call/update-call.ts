import * as z from 'zod/mini';
import { admit } from '../../lib/access/standing.ts';
import { type Carrier, CarrierError, type CarrierReference } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { linksFor } from '../../lib/carrier/link.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalMethod, optionalText, optionalUrl } from '../../lib/http/parameter.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { isFinal } from './call.ts';
import { type Call, loadCallOf, putChangedCall } from './call-store.ts';
import { endWaiting } from './end-waiting.ts';
import { findCall } from './find-call.ts';
import { call as service } from './micro-service.ts';
import { showCall } from './show-calls.ts';
import { objectionToTwiml } from './stored-twiml.ts';

/** Twilio's parameters for changing a live call. */
export const UpdateCall = z.object({
  AccountSid: z.string(),
  Sid: z.string(),
  Url: optionalUrl(21205),
  Method: optionalMethod(),
  FallbackUrl: optionalUrl(21205),
  FallbackMethod: optionalMethod(),
  Twiml: optionalText(4_000),
  // Who is told, and how long the call may last, is decided when it is placed.
  StatusCallback: z.optional(z.undefined('is not offered for a call that is there')),
  TimeLimit: z.optional(z.undefined('is not offered for a call that is there')),
  Status: z.optional(z.string().check(z.regex(/^(completed|canceled)$/, 'must be completed or canceled'))),
});
type Parameters = z.infer<typeof UpdateCall>;

/** A live call is redirected to other instructions, or ended. What becomes of it, its webhooks tell. */
export async function updateCall({ parameters, account, now }: TenantRequest<Parameters>): Promise<Answer | Refusal> {
  const standing = await admit(account.sid, service);
  if (isRefusal(standing)) return standing;
  const call = await findCall(account.sid, parameters.Sid);
  if (call === undefined) return refuse(20404, parameters.Sid);
  const refusal = objectionTo(call, parameters) ?? (await change(call, parameters, now));
  if (refusal !== undefined) return refusal;
  return json(await showCall(account, (await loadCallOf(account.sid, call.sid)) ?? call));
}

/** Why a change cannot be, by the call as it is. Pure. */
function objectionTo(call: Call, { Status, Url, Twiml }: Parameters): Refusal | undefined {
  if (Url !== undefined && Twiml !== undefined) return refuse(21205, 'Url and Twiml cannot be given both');
  if (Status !== undefined) {
    const talking = call.status === 'in-progress' || isFinal(call.status);
    return Status === 'canceled' && talking ? refuse(21220, `It is ${call.status} and cannot be canceled.`) : undefined;
  }
  if (Url === undefined && Twiml === undefined) return undefined;
  if (call.status !== 'in-progress') return refuse(21220);
  return Twiml === undefined ? undefined : objectionToTwiml(Twiml);
}

async function change(call: Call, parameters: Parameters, now: number): Promise<Refusal | undefined> {
  if (isFinal(call.status)) return undefined; // It has ended already: Twilio answers with the call as it is.
  if (call.waiting !== undefined) return parameters.Status === undefined ? undefined : takeBack(call, now);
  const carrier = carrierNamed(call.reference?.carrier ?? '')?.concerning(call);
  if (call.reference === undefined || carrier === undefined)
    return refuse(20409, `${call.sid} has not reached its carrier yet`);
  try {
    await ask(carrier, call, call.reference, parameters, now);
    return undefined;
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    return error.kind === 'rejected' ? refuse(21220) : refuse(20503, 'the carrier cannot change the call now');
  }
}

/** A call that waits has reached nobody: whichever end is asked for, it is canceled. */
const takeBack = async (call: Call, now: number): Promise<Refusal | undefined> =>
  (await endWaiting(call, 'canceled', now)) === 'lost' ? refuse(20409, `${call.sid} is being placed`) : undefined;

async function ask(
  carrier: Carrier,
  call: Call,
  reference: CarrierReference,
  { Status, Url, Method, FallbackUrl, FallbackMethod, Twiml }: Parameters,
  now: number,
): Promise<void> {
  if (Status !== undefined) {
    await carrier.changeCall(reference, { kind: Status === 'canceled' ? 'cancel' : 'end' });
    return;
  }
  if (Url === undefined && Twiml === undefined) return;
  if (Twiml !== undefined) await storeTwiml(call, Twiml, now);
  const link = await linksFor(carrier.id);
  const state = {
    accountSid: call.accountSid,
    callSid: call.sid,
    ...(Url === undefined ? { stored: true } : { url: Url }),
    method: Method ?? 'POST',
    fallbackUrl: FallbackUrl,
    fallbackMethod: FallbackMethod,
  } as const;
  await carrier.changeCall(reference, { kind: 'redirect', link: link('calls/continue', state) });
}

/** New TwiML lies with the call; the link that it is redirected to finds it there. */
const storeTwiml = ({ accountSid, sid }: Call, twiml: string, now: number): Promise<'committed'> =>
  untilCommitted(sid, async () => {
    const call = await loadCallOf(accountSid, sid);
    return call === undefined ? 'committed' : commit([putChangedCall(call, { twiml, updatedAt: now })]);
  });
