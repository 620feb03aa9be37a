import { CreateBucketCommand, S3Client, type S3ServiceException } from '@aws-sdk/client-s3';
import { CreateQueueCommand, QueueNameExists, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { credentials, region, sdkEnvironment } from './aws.ts';
import { freePort } from './free-port.ts';
import { type Resource, readService, type Service, stage } from './service.ts';

/** Running queues and buckets. `buckets` are the buckets' names by their resources' logical ids. */
export type RunningQueues = {
  readonly endpoint: string;
  /** With the name of a micro-service behind it, the name of that one's queue. */
  readonly prefix: string;
  readonly buckets: Readonly<Record<string, string>>;
  readonly spy: FauxqsServer['spy'];
  /** How many messages of a queue wait or are being worked on; those that are delayed do not count. */
  readonly pending: (queueName: string) => number;
  /** The bodies of a queue's messages that wait, those that are held back included. */
  readonly held: (queueName: string) => unknown[];
  close(): Promise<void>;
};

/**
 * Starts S3 and SQS with the buckets and queues of serverless.yml's own resources. It sets what bare SDK clients and
 * lib/environment read in `process.env`, as `startTable` does. `await using queues = await startQueues()`.
 *
 * @param options.directory where messages and objects are kept; default: in memory
 */
export async function startQueues(
  options: { readonly directory?: string; readonly port?: number; readonly service?: Service } = {},
): Promise<RunningQueues & AsyncDisposable> {
  const service = options.service ?? readService();
  const port = await freePort(options.port);
  // Without `host`: with 127.0.0.1 fauxqs gives queue URLs that the SDK refuses.
  const kept = options.directory === undefined ? {} : { dataDir: options.directory };
  const server = await startFauxqs({ port, logger: false, messageSpies: true, ...kept });
  const endpoint = `http://127.0.0.1:${port}`;
  const prefix = `${service.name}-${stage}-`;
  const close = () => server.stop();
  try {
    await createQueues(endpoint, service);
    const buckets = await createBuckets(endpoint, service);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_SQS: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      QUEUE_PREFIX: prefix,
      RECORDINGS_BUCKET: buckets['RecordingsBucket'],
      STATEMENTS_BUCKET: buckets['StatementsBucket'],
      ...sdkEnvironment,
    });
    const pending = (queueName: string) => {
      const messages = server.inspectQueue(queueName)?.messages;
      return messages === undefined ? 0 : messages.ready.length + messages.inflight.length;
    };
    const held = (queueName: string) => {
      const { ready = [], delayed = [] } = server.inspectQueue(queueName)?.messages ?? {};
      return [...ready, ...delayed].map(({ body }) => JSON.parse(body) as unknown);
    };
    return { endpoint, prefix, buckets, spy: server.spy, pending, held, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

const ofType = ({ resources }: Service, type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, resource]) => resource.Type === type);

/** A queue's name as its resource says. */
export const queueName = (resource: Resource | undefined): string => String(resource?.Properties?.['QueueName']);

const attributeNames = [
  'VisibilityTimeout',
  'DelaySeconds',
  'MessageRetentionPeriod',
  'FifoQueue',
  'ContentBasedDeduplication',
];

async function createQueues(endpoint: string, service: Service): Promise<void> {
  const client = new SQSClient({ endpoint, region, credentials });
  const queues = ofType(service, 'AWS::SQS::Queue');
  // Dead-letter queues first: the others name them.
  const ordered = [...queues].sort(
    ([, a], [, b]) => Number('RedrivePolicy' in (a.Properties ?? {})) - Number('RedrivePolicy' in (b.Properties ?? {})),
  );
  for (const [, resource] of ordered) {
    const QueueName = queueName(resource);
    const Attributes = attributesOf(resource, service);
    try {
      await client.send(new CreateQueueCommand({ QueueName, Attributes }));
    } catch (error) {
      if (!(error instanceof QueueNameExists)) throw error; // kept from an earlier run, with other attributes
      const { FifoQueue, ...changeable } = Attributes;
      await client.send(
        new SetQueueAttributesCommand({ QueueUrl: `${endpoint}/000000000000/${QueueName}`, Attributes: changeable }),
      );
    }
  }
  client.destroy();
}

function attributesOf({ Properties = {} }: Resource, service: Service): Record<string, string> {
  const plain = attributeNames.filter((name) => name in Properties).map((name) => [name, String(Properties[name])]);
  const redrive = Properties['RedrivePolicy'] as
    | { maxReceiveCount: number; deadLetterTargetArn: { 'Fn::GetAtt': [string] } }
    | undefined;
  if (redrive === undefined) return Object.fromEntries(plain);
  const dead = queueName(service.resources[redrive.deadLetterTargetArn['Fn::GetAtt'][0]]);
  const policy = { ...redrive, deadLetterTargetArn: `arn:aws:sqs:${region}:000000000000:${dead}` };
  return { ...Object.fromEntries(plain), RedrivePolicy: JSON.stringify(policy) };
}

async function createBuckets(endpoint: string, service: Service): Promise<Record<string, string>> {
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const names: Record<string, string> = {};
  for (const [logicalId] of ofType(service, 'AWS::S3::Bucket')) {
    const Bucket = `${service.name}-${stage}-${logicalId.toLowerCase()}`;
    names[logicalId] = Bucket;
    await client.send(new CreateBucketCommand({ Bucket })).catch((error: S3ServiceException) => {
      if (error.name !== 'BucketAlreadyOwnedByYou') throw error; // kept from an earlier run
    });
  }
  client.destroy();
  return names;
}
