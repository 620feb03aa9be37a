import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchItemFailure, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { now } from '../../lib/clock/clock.ts';
import { log } from '../../lib/http/log.ts';
import { rateUsage } from '../../lib/metering/rate-usage.ts';
import { type UsageEvent, UsageEventEntity } from '../../lib/metering/usage-event.ts';

// So many failures in a row are no poison but an outage: the rest is not tried, and comes again.
const failuresInARowMax = 3;

type Delivery = { readonly event: UsageEvent; readonly failure: DynamoDBBatchItemFailure };

/**
 * Rates usage events from the table's stream. Deliveries may repeat, in batches cut anyhow (billing.md, rule 4). An event
 * that cannot be rated is reported alone, so that it blocks no other (rule 6); what is reported comes again.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const at = now();
  const deliveries: Delivery[] = [];
  const batchItemFailures: DynamoDBBatchItemFailure[] = [];
  for (const record of Records) {
    const failure = { itemIdentifier: record.dynamodb?.SequenceNumber ?? '' };
    const event = eventOf(record);
    if (event === undefined) batchItemFailures.push(failure);
    else deliveries.push({ event, failure });
  }
  try {
    await rateUsage(
      deliveries.map(({ event }) => event),
      at,
    );
  } catch (error) {
    log.warn('A batch of usage events was not rated, each is tried alone', { error: Object(error) });
    batchItemFailures.push(...(await rateOneByOne(deliveries, at)));
  }
  return { batchItemFailures };
}

function eventOf(record: DynamoDBRecord): UsageEvent | undefined {
  try {
    const image = (record.dynamodb?.NewImage ?? {}) as Parameters<typeof unmarshall>[0];
    return UsageEventEntity.build(EntityFormatter).format(unmarshall(image));
  } catch (error) {
    log.error('A usage event cannot be read', { keys: record.dynamodb?.Keys, error: Object(error) });
    return undefined;
  }
}

async function rateOneByOne(deliveries: readonly Delivery[], at: number): Promise<DynamoDBBatchItemFailure[]> {
  const failures: DynamoDBBatchItemFailure[] = [];
  let inARow = 0;
  for (const { event, failure } of deliveries) {
    if (inARow === failuresInARowMax) {
      failures.push(failure);
      continue;
    }
    try {
      await rateUsage([event], at);
      inARow = 0;
    } catch (error) {
      log.error('A usage event was not rated', { id: event.id, account: event.accountSid, error: Object(error) });
      failures.push(failure);
      inARow += 1;
    }
  }
  return failures;
}
