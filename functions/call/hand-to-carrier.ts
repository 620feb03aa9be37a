import { type Carrier, CarrierError, type CarrierReference } from '../../lib/carrier/carrier.ts';
import { linksFor } from '../../lib/carrier/link.ts';
import { isErrorCode, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { putReference } from '../../lib/store/reference.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { type Call, loadCall, type NewCall, putChangedCall } from './call-store.ts';

/** What a carrier is asked for with a call, beside its numbers and its limit. */
export type Order = {
  [Key in keyof NonNullable<Call['waiting']>['order']]: NonNullable<Call['waiting']>['order'][Key] | undefined;
} & { ringSeconds: number };

/**
 * What became of a call that a carrier was asked to place. Only an ambiguous outcome counts as `handed` without the
 * carrier's word: it is never asked twice, the call's first webhook binds it, or it is ended when due. `refused`: it
 * said no; `later`: it did nothing, and may be asked again.
 */
export type Outcome = { readonly kind: 'handed' } | { readonly kind: 'refused' | 'later'; readonly refusal: Refusal };

/** Asks a carrier to place a call whose intent is stored, and stores its reference. */
export async function handToCarrier(call: NewCall, order: Order, carrier: Carrier): Promise<Outcome> {
  try {
    const reference = await carrier.concerning(call).placeCall(await requestFor(call, order, carrier.id));
    await bind(call.sid, reference);
    return { kind: 'handed' };
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    log.warn('The carrier did not place a call', { callSid: call.sid, kind: error.kind, code: error.code });
    if (error.kind === 'ambiguous') return { kind: 'handed' };
    if (error.kind !== 'rejected')
      return { kind: 'later', refusal: refuse(20503, 'the carrier cannot take the call now') };
    const code = error.code ?? 0;
    return { kind: 'refused', refusal: isErrorCode(code) ? refuse(code, call.to) : refuse(21214, call.to) };
  }
}

async function requestFor(call: NewCall, order: Order, carrier: string) {
  const link = await linksFor(carrier);
  const { accountSid, sid: callSid, validates } = call;
  const leads =
    validates === undefined
      ? link('calls/continue', {
          accountSid,
          callSid,
          ...(order.url === undefined ? { stored: true } : { url: order.url }),
          method: order.method ?? 'POST',
          fallbackUrl: order.fallbackUrl,
          fallbackMethod: order.fallbackMethod,
        })
      : link('calls/validate', { accountSid, callSid, callerIdSid: validates.callerIdSid });
  return {
    from: call.from,
    to: call.to,
    answerLink: leads,
    statusLink: link('calls/status', { accountSid, callSid }),
    ringSeconds: order.ringSeconds,
    limitSeconds: call.limitSeconds,
    sendDigits: order.sendDigits,
    machineDetection: order.machineDetection,
    recording: order.recording && {
      channels: order.recording.channels,
      trim: order.recording.trim,
      statusLink: link('recordings/status', {
        accountSid,
        callSid,
        url: order.recording.url,
        method: order.recording.method,
        events: order.recording.events,
      }),
    },
  };
}

/** Stores the carrier's reference, unless the call's first webhook was faster. */
const bind = (sid: string, reference: CarrierReference): Promise<'committed'> =>
  untilCommitted(sid, async () => {
    const call = await loadCall(sid);
    if (call === undefined || call.reference !== undefined) return 'committed';
    return commit([putChangedCall(call, { reference }), putReference(reference, sid)]);
  });
