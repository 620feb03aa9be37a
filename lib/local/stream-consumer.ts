import * as z from 'zod';
import type { FilterPattern } from './filter-pattern.ts';
import type { Service } from './service.ts';

const StreamEvent = z.object({
  batchSize: z.optional(z.number()),
  bisectBatchOnFunctionError: z.optional(z.boolean()),
  maximumRecordAgeInSeconds: z.optional(z.number()),
  maximumRetryAttempts: z.optional(z.number()),
  filterPatterns: z.optional(z.array(z.record(z.string(), z.unknown()))),
});

/** A function that reads the table's stream, and how, as its functions.yml says. Ages in milliseconds. */
export type StreamConsumer = {
  readonly functionKey: string;
  readonly batchSize: number;
  readonly bisects: boolean;
  readonly ageMaxMilliseconds: number;
  readonly retriesMax: number;
  readonly patterns: readonly FilterPattern[];
};

/** The consumers of the stream that the functions.yml files declare. */
export function streamConsumers({ functions }: Service): StreamConsumer[] {
  return Object.entries(functions).flatMap(([functionKey, { events }]) =>
    (events ?? []).flatMap((event) =>
      'stream' in event ? [consumer(functionKey, StreamEvent.parse(event['stream']))] : [],
    ),
  );
}

const consumer = (functionKey: string, event: z.infer<typeof StreamEvent>): StreamConsumer => ({
  functionKey,
  batchSize: event.batchSize ?? 100,
  bisects: event.bisectBatchOnFunctionError ?? false,
  ageMaxMilliseconds: (event.maximumRecordAgeInSeconds ?? 24 * 60 * 60) * 1000,
  retriesMax: event.maximumRetryAttempts ?? Number.POSITIVE_INFINITY,
  patterns: (event.filterPatterns ?? []) as FilterPattern[],
});
