import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { streamEvent } from '../../integration/usage/stream.ts';
import type { Consumer } from './storm.ts';

/** The usage function, as the stream calls it: what it reports as failed is delivered again. */
export const usageConsumer =
  (rate: (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>): Consumer =>
  async (batch) => {
    const { batchItemFailures } = await rate(streamEvent(batch));
    return batchItemFailures.flatMap(({ itemIdentifier }) => batch[Number(itemIdentifier)] ?? []);
  };
