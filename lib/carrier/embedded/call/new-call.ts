import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { ordinaryScript, type PhoneScript } from '../network/phone.ts';

type Given = Pick<Call, 'direction' | 'from' | 'to'> &
  Partial<
    Pick<
      Call,
      | 'parentSid'
      | 'timeoutSeconds'
      | 'timeLimitSeconds'
      | 'statusCallback'
      | 'sendDigits'
      | 'recordOnAnswer'
      | 'detectsMachine'
      | 'onAnswer'
      | 'script'
    >
  >;

/** Twilio's defaults of the Calls resource: it rings for a minute and lasts at most four hours. */
const defaults = { timeoutSeconds: 60, timeLimitSeconds: 14_400 } as const;

/** Registers a new call, queued. */
export function newCall(network: Network, given: Given): Call {
  const now = network.clock.now();
  const phone = given.direction === 'inbound' ? given.from : given.to;
  const call: Call = {
    parentSid: undefined,
    statusCallback: undefined,
    sendDigits: '',
    recordOnAnswer: undefined,
    detectsMachine: false,
    onAnswer: undefined,
    script: scriptOf(network, phone, given.direction),
    ...defaults,
    ...given,
    sid: network.newSid('CA'),
    phone,
    createdAt: now,
    status: 'queued',
    startedAt: undefined,
    answeredAt: undefined,
    endedAt: undefined,
    updatedAt: now,
    answeredBy: undefined,
    sipResponseCode: undefined,
    sequence: 0,
    session: undefined,
    inbox: [],
    isDriven: false,
    bridgedSid: undefined,
    conferenceSid: undefined,
    stay: undefined,
    linkedSid: undefined,
    timers: new Set(),
    heard: [],
    trace: [],
    scriptStep: 0,
    isActing: false,
  };
  network.calls.set(call.sid, call);
  return call;
}

/** What the holder of a phone does. One that nobody scripted takes calls as an ordinary phone; its own calls are led by hand. */
function scriptOf(network: Network, number: string, direction: Call['direction']): PhoneScript {
  return network.phones.get(number)?.script ?? (direction === 'inbound' ? {} : ordinaryScript);
}
