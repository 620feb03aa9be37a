import { type LinkStateOf, linkStateOf, linksFor } from '../../lib/carrier/link.ts';
import { type Answer, twiml } from '../../lib/http/answer.ts';
import type { CarrierRequest } from '../../lib/http/api.ts';
import { loadCallerId, putChangedCallerId } from '../../lib/store/caller-id.ts';
import { commit } from '../../lib/store/commit.ts';
import { putCallerIdMapping } from '../../lib/store/mapping.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { element } from '../../lib/twiml/element.ts';
import { writeTwiml } from '../../lib/twiml/write-twiml.ts';
import { loadCall, putChangedCall } from './call-store.ts';

const askedMax = 3;

type State = LinkStateOf<'calls/validate'>;

/**
 * Who answers a validation call is asked for the code, three times at most. With it the number is a caller id of the
 * account; the call says so and ends. What is asked for twice, since a carrier repeats itself, is answered alike.
 */
export async function askForCode({ carrier, webhook, link, now }: CarrierRequest): Promise<Answer> {
  const state = linkStateOf('calls/validate', link);
  const digits = webhook.parameters['Digits'];
  const outcome = await verify(state, digits, now);
  if (outcome === 'verified') return said('Thank you. This number is verified.');
  if (outcome === 'gone' || state.asked >= askedMax) return said('This number is not verified. Goodbye.');
  const makeLink = await linksFor(carrier.id);
  const next = makeLink('calls/validate', { ...state, asked: state.asked + 1 });
  const prompt = digits === undefined ? 'Please enter' : 'That is not the code. Please enter';
  return twiml(
    writeTwiml(
      element('Response', {}, [
        element('Gather', { input: 'dtmf', numDigits: '6', timeout: '10', action: next, method: 'POST' }, [
          element('Say', {}, [`${prompt} the six digits of your validation code.`]),
        ]),
        element('Redirect', { method: 'POST' }, [next]),
      ]),
    ),
  );
}

const said = (text: string): Answer =>
  twiml(writeTwiml(element('Response', {}, [element('Say', {}, [text]), element('Hangup')])));

/** Makes the number a caller id where the digits are its code. `gone`: it was given up, or the account has it by another call. */
const verify = (state: State, digits: string | undefined, now: number): Promise<'verified' | 'asked' | 'gone'> =>
  untilCommitted(state.callerIdSid, async () => {
    const [callerId, call] = await Promise.all([loadCallerId(state.callerIdSid), loadCall(state.callSid)]);
    if (callerId?.accountSid !== state.accountSid || call === undefined) return 'gone';
    if (callerId.status === 'verified') return 'verified';
    if (callerId.expires === undefined || callerId.expires * 1000 <= now) return 'gone';
    if (digits !== callerId.code) return 'asked';
    const owner = { accountSid: callerId.accountSid, resourceSid: callerId.sid };
    const result = await commit([
      putChangedCallerId(callerId, { status: 'verified', code: undefined, expires: undefined, updatedAt: now }),
      putCallerIdMapping(callerId.phoneNumber, owner),
      putChangedCall(call, { validates: { callerIdSid: callerId.sid, verified: true } }),
    ]);
    return result === 'lost' ? result : 'verified';
  });
