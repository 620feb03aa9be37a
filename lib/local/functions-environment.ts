import { sdkEnvironment } from './aws.ts';
import { dataKey } from './kept.ts';
import type { Credentials } from './platform-file.ts';
import type { LocalCarrier } from './start-carrier.ts';
import type { RunningQueues } from './start-queues.ts';
import type { RunningEngine } from './table-engine.ts';

type Parts = {
  readonly directory: string;
  readonly url: string;
  readonly tableName: string;
  readonly engine: RunningEngine;
  readonly queues: RunningQueues;
  readonly carrier: LocalCarrier;
  readonly account: Credentials;
};

/** What every function has in its environment, as lib/environment reads it. */
export function functionsEnvironment({
  directory,
  url,
  tableName,
  engine,
  queues,
  carrier,
  account,
}: Parts): Record<string, string> {
  return {
    ...sdkEnvironment,
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ENDPOINT_URL_SQS: queues.endpoint,
    AWS_ENDPOINT_URL_S3: queues.endpoint,
    TABLE_NAME: tableName,
    RECORDINGS_BUCKET: queues.buckets['RecordingsBucket'] ?? '',
    STATEMENTS_BUCKET: queues.buckets['StatementsBucket'] ?? '',
    QUEUE_PREFIX: queues.prefix,
    PUBLIC_URL: url,
    CARRIER_URL: carrier.url,
    CARRIER_ACCOUNT_SID: account.accountSid,
    CARRIER_AUTH_TOKEN: account.authToken,
    CARRIER_CALLS_PER_SECOND: '0', // the embedded carrier has no rate of its own
    CARRIER_OPT_OUT: 'platform', // the embedded carrier passes keywords on and answers none
    EVENT_SINK_URL: process.env['EVENT_SINK_URL'] ?? '',
    ICE_SERVERS: process.env['ICE_SERVERS'] ?? '',
    TURN_SECRET: process.env['TURN_SECRET'] ?? '',
    DATA_KEY: dataKey(directory),
    CLOCK_FILE: carrier.clockFile,
    CONTROL_URL: carrier.controlUrl,
    ALLOW_PRIVATE_ADDRESSES: 'true',
  };
}
