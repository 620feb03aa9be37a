import type { StatusLink } from '../interpreter/dialing.ts';

export type MessageStatus =
  | 'accepted'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'canceled'
  | 'received';

/** A text between this carrier and a phone. Times are epoch milliseconds. */
export type Message = {
  readonly sid: string;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  readonly from: string;
  readonly to: string;
  body: string;
  readonly mediaUrls: readonly string[];
  readonly segments: number;
  readonly encoding: string;
  readonly createdAt: number;
  readonly statusCallback: StatusLink | undefined;
  status: MessageStatus;
  sentAt: number | undefined;
  updatedAt: number;
  errorCode: number | undefined;
  errorMessage: string | undefined;
};
