import { admit } from '../../lib/access/standing.ts';
import { isRefusal } from '../../lib/error/catalogue.ts';
import { callback } from '../../lib/program/callback.ts';
import type { Consequence } from '../../lib/store/outbox.ts';
import { callParameters } from './call-parameters.ts';
import type { Call } from './call-store.ts';
import { endsAt } from './limit.ts';
import { call as service } from './micro-service.ts';

/** When a call's program is to be warned that its money ends; undefined: never, or it was. */
export type Warning = {
  readonly at: number;
  readonly url: string;
  readonly method: 'GET' | 'POST';
};

/** The warning that an account wants of a live call which will not be extended: at its EventCallbackUri, or where the call's status goes. */
export async function warningOf(call: Call): Promise<Warning | undefined> {
  if (call.warned === true || call.status !== 'in-progress') return undefined;
  const standing = await admit(call.accountSid, service);
  if (isRefusal(standing)) return undefined;
  const { MoneyEndingSeconds: seconds, EventCallbackUri, EventCallbackMethod } = standing.settings;
  const url = EventCallbackUri === '' ? call.callbackUrl : EventCallbackUri;
  const method = EventCallbackUri === '' ? (call.callbackMethod ?? 'POST') : EventCallbackMethod;
  return seconds === 0 || url === undefined ? undefined : { at: endsAt(call) - seconds * 1_000, url, method };
}

/** What a program is told of a call whose money ends: it may still redirect it, or let somebody top up. */
export const moneyEnding = (call: Call, { url, method }: Warning, now: number): Consequence =>
  callback({
    url,
    method,
    parameters: {
      ...callParameters(call),
      CallbackSource: 'money-ending',
      SecondsLeft: String(Math.max(0, Math.floor((endsAt(call) - now) / 1_000))),
      Timestamp: new Date(now).toISOString(),
    },
  });
