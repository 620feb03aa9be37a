import { listensTo } from '../interpreter/session.ts';
import type { Call, Heard } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { hearingStreamsOf } from '../stream/running.ts';

/** Something is heard at the phone of a call, or said there. */
export function hear(network: Network, call: Call, from: Heard['from'], text: string, language?: string): void {
  const heard = { at: network.clock.now(), from, text, ...(language === undefined ? {} : { language }) };
  call.heard.push(heard);
  network.events.tell('phone heard', call, heard);
}

/** The calls whose phones hear what is said at this call's phone. */
export function hearers(network: Network, call: Call): readonly Call[] {
  const bridged = call.bridgedSid === undefined ? undefined : network.calls.get(call.bridgedSid);
  if (bridged !== undefined) return [bridged];
  const conference = call.conferenceSid === undefined ? undefined : network.conferences.get(call.conferenceSid);
  const self = conference?.participants.get(call.sid);
  if (conference?.status !== 'in-progress' || self === undefined || self.muted || self.hold) return [];
  const isSpokenTo = (callSid: string) => self.coachedSid === undefined || self.coachedSid === callSid;
  const others = [...conference.participants.values()].filter(
    ({ callSid, hold }) => callSid !== call.sid && !hold && isSpokenTo(callSid),
  );
  return others.flatMap(({ callSid }) => network.calls.get(callSid) ?? []);
}

/** Which acts of its phone a call takes up now: somebody listens, a program, a stream's server or a person. */
export function isHeard(network: Network, call: Call, act: 'digits' | 'speech'): boolean {
  if (call.bridgedSid !== undefined || call.conferenceSid !== undefined) return true;
  const streams = hearingStreamsOf(network, call);
  if (streams.some(({ settings }) => act === 'speech' || settings.bothWays)) return true;
  return call.session !== undefined && listensTo(call.session)[act];
}
