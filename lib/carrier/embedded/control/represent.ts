import { type Call, callSeconds } from '../network/call.ts';
import type { Message } from '../network/message.ts';

const iso = (epochMs: number | undefined): string | null =>
  epochMs === undefined ? null : new Date(epochMs).toISOString();

/** A call as the control API shows it. */
export const callView = (call: Call) => ({
  sid: call.sid,
  direction: call.direction,
  from: call.from,
  to: call.to,
  phone: call.phone,
  parentSid: call.parentSid ?? null,
  status: call.status,
  createdAt: iso(call.createdAt),
  answeredAt: iso(call.answeredAt),
  endedAt: iso(call.endedAt),
  seconds: callSeconds(call),
  conferenceSid: call.conferenceSid ?? null,
});

/** A text as the control API shows it. */
export const textView = (message: Message) => ({
  sid: message.sid,
  direction: message.direction,
  from: message.from,
  to: message.to,
  body: message.body,
  mediaUrls: message.mediaUrls,
  status: message.status,
  at: iso(message.createdAt),
});
