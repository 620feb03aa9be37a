import { isEnabled } from '../../lib/access/enabled.ts';
import { environment } from '../../lib/environment/environment.ts';
import { loadVerifiedCallerId } from '../../lib/store/caller-id.ts';
import { loadOwnedNumber } from '../../lib/store/number.ts';
import type { TwimlDemands } from '../../lib/twiml/demands.ts';
import { e164Of } from '../../lib/twiml/value.ts';
import type { Call } from './call-store.ts';
import { closedSockets } from './closed-sockets.ts';
import type { Permission } from './permit.ts';

// What TwiML's verbs count on, and whose that is: a verb may use a micro-service that this one knows only by name.
const microServiceOf: Readonly<Record<string, string>> = {
  recordings: 'recording',
  transcriptions: 'transcription',
  'conference-participants': 'conference',
  'sms-outbound': 'sms',
  'mms-outbound': 'sms',
};

/** An account's own numbers, and those that it has verified. */
const mayShow = async (accountSid: string, number: string): Promise<boolean> =>
  (await loadOwnedNumber(accountSid, number)) !== undefined ||
  (await loadVerifiedCallerId(accountSid, number)) !== undefined;

/** Gathers what an account may do, as far as a document asks for it; `documentUrl` is where the document came from. */
export async function permissionFor(
  call: Pick<Call, 'accountSid' | 'from' | 'to'>,
  demands: TwimlDemands,
  destinations: readonly string[],
  documentUrl: string | undefined,
): Promise<Permission> {
  const used = [...demands.meters].filter((meter) => Object.hasOwn(microServiceOf, meter));
  const closed = await Promise.all(
    used.map(async (meter) => ((await isEnabled(call.accountSid, microServiceOf[meter] ?? '')) ? [] : [meter])),
  );
  const shown = demands.callerIds.flatMap(({ number }) => e164Of(number) ?? []);
  const owned = await Promise.all(
    shown.map(async (number) => ((await mayShow(call.accountSid, number)) ? [number] : [])),
  );
  return {
    closedMeters: new Set(closed.flat()),
    destinations,
    callerIds: new Set([...owned.flat(), call.from, call.to]),
    closedSockets: closedSockets(demands, documentUrl, environment().allowPrivateAddresses),
  };
}
