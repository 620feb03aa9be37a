import type { Call } from '../network/call.ts';
import type { MediaStream } from '../network/media-stream.ts';
import type { Network } from '../network/network.ts';

/** The streams of a call that are not ended, in the order in which they were started. */
export const streamsOf = (network: Network, { sid }: Pick<Call, 'sid'>): readonly MediaStream[] =>
  [...network.streams.values()].filter(({ callSid, status }) => callSid === sid && status === 'in-progress');

/** Those whose servers hear by now. */
export const hearingStreamsOf = (network: Network, call: Pick<Call, 'sid'>): readonly MediaStream[] =>
  streamsOf(network, call).filter(({ startedAt }) => startedAt !== undefined);
