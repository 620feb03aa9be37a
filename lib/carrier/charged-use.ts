import type { Nano } from '../money/nano.ts';

/** A call or a message as the carrier's own resource has it, with what it charges for it. */
export type ChargedUse = {
  /** The carrier's own id. */
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  /** Seconds of a call; segments of a message, 1 of one with media. */
  readonly quantity: bigint;
  /** Not negative; undefined while the carrier has put no price on it. */
  readonly cost: Nano | undefined;
  /** Of the cost. */
  readonly currency: string;
  /** When the call ended or the message was sent, epoch milliseconds. */
  readonly at: number;
};

/** Which uses: calls that ended, or messages that were sent, from `from` up to `to` (epoch milliseconds). */
export type ChargedSpan = {
  readonly service: 'call' | 'message';
  readonly from: number;
  readonly to: number;
};

export interface ChargedUses {
  /** A page of what the carrier lists with its own prices; `after` is what the page before called `next`. */
  listCharged(
    span: ChargedSpan,
    after: string | undefined,
  ): Promise<{ readonly uses: readonly ChargedUse[]; readonly next: string | undefined }>;
}
