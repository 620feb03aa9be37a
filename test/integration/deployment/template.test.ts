import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { shortfallMessage } from '../../../lib/balance/watch-balances.ts';
import { repository } from '../../../lib/local/repository.ts';
import { readService } from '../../../lib/local/service.ts';
import { conflictMessage } from '../../../lib/metering/conflicting-line.ts';
import { unratedMessage } from '../../../lib/metering/rate-usage.ts';

type Resource = { readonly Type: string; readonly Properties: Record<string, unknown> };
type Statement = { readonly Effect: string; readonly Action: string | string[]; readonly Resource: unknown };

const folder = mkdtempSync(join(tmpdir(), 'tallyline-template-'));
let resources: [string, Resource][];
beforeAll(async () => {
  const serverless = join(repository, 'node_modules/serverless/bin/serverless.js');
  await promisify(execFile)(process.execPath, [serverless, 'package', '--package', folder], { cwd: repository });
  const template = readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8');
  resources = Object.entries((JSON.parse(template) as { Resources: Record<string, Resource> }).Resources);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ofType = (type: string) => resources.filter(([, resource]) => resource.Type === type);
const text = (value: unknown): string => JSON.stringify(value);

/** The statements of the roles that functions have; the framework's own default role is used by none. */
function statements(): (Statement & { readonly role: string })[] {
  return ofType('AWS::IAM::Role')
    .filter(([role]) => role !== 'IamRoleLambdaExecution')
    .flatMap(([role, { Properties }]) =>
      (Properties['Policies'] as { PolicyDocument: { Statement: Statement[] } }[]).flatMap((policy) =>
        policy.PolicyDocument.Statement.map((statement) => ({ ...statement, role })),
      ),
    );
}

// Guarantee: what one function may do, no other may by the way: each has a role of its own.
test('a role for each function', () => {
  const roles = ofType('AWS::Lambda::Function').map(([, { Properties }]) => text(Properties['Role']));
  expect(new Set(roles).size).toBe(roles.length);
  expect(text(roles)).not.toContain('"IamRoleLambdaExecution');
});

// Guarantee: no right to everything, and none over everything.
test('no action and no resource is a lone star', () => {
  const wide = statements().filter(
    ({ Action, Resource }) =>
      [Action].flat().some((action) => action === '*' || action.endsWith(':*')) ||
      [Resource].flat().some((resource) => resource === '*'),
  );
  expect(wide).toEqual([]);
});

// Guarantee: what is lost on the way is seen: every queue has dead letters, and an alarm looks at them.
test('dead letters, watched', () => {
  const queues = ofType('AWS::SQS::Queue');
  const alarms = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => text(Properties['Dimensions'] ?? []));
  const isDead = ([, { Properties }]: [string, Resource]) => text(Properties['QueueName']).includes('-dead');
  const unredriven = queues.filter((queue) => !isDead(queue) && !('RedrivePolicy' in queue[1].Properties));
  const unwatched = queues.filter(isDead).filter(([name]) => !alarms.some((alarm) => alarm.includes(`"${name}"`)));
  expect(unredriven.map(([name]) => name)).toEqual([]);
  expect(unwatched.map(([name]) => name)).toEqual([]);
});

// Guarantee: everything is encrypted at rest, and the table can be brought back to any second of the last weeks.
test('encryption and recovery', () => {
  for (const [, { Properties }] of ofType('AWS::SQS::Queue')) expect(Properties['SqsManagedSseEnabled']).toBe(true);
  for (const [, { Properties }] of ofType('AWS::DynamoDB::Table')) {
    expect(Properties).toMatchObject({
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
  }
  for (const name of ['RecordingsBucket', 'StatementsBucket']) {
    const [, bucket] = resources.find(([id]) => id === name) ?? [];
    expect(bucket?.Properties).toMatchObject({
      BucketEncryption: expect.anything(),
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
  }
});

// Guarantee: a statement's bytes, once written, are never replaced.
test('statements are written once', () => {
  const [, bucket] = resources.find(([name]) => name === 'StatementsBucket') ?? [];
  expect(bucket?.Properties).toMatchObject({ ObjectLockEnabled: true, VersioningConfiguration: { Status: 'Enabled' } });
  const [, policy] = resources.find(([name]) => name === 'StatementsBucketPolicy') ?? [];
  expect(text(policy)).toContain('s3:if-none-match');
});

// Guarantee: logs end: each function's are kept for a time, not for ever.
test('log retention', () => {
  const groups = ofType('AWS::Logs::LogGroup');
  expect(groups.length).toBeGreaterThanOrEqual(ofType('AWS::Lambda::Function').length);
  for (const [, { Properties }] of groups) expect(Properties['RetentionInDays']).toBe(30);
});

// Guarantee: exactly two consumers read the table's stream (AWS's limit of readers a shard), each its own items only.
test('two consumers of the stream, each with a filter', () => {
  const readers = ofType('AWS::Lambda::EventSourceMapping').filter(([, { Properties }]) =>
    text(Properties['EventSourceArn']).includes('StreamArn'),
  );
  expect(readers).toHaveLength(2);
  for (const [, { Properties }] of readers) {
    expect(text(Properties['FilterCriteria'])).toMatch(/(USE|OUT)#/);
    expect(Properties).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 20,
      MaximumRecordAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: expect.anything() },
    });
    const failures = text(Properties['DestinationConfig']);
    const deadQueues = ofType('AWS::SQS::Queue').filter(([, queue]) =>
      text(queue.Properties['QueueName']).includes('-dead'),
    );
    expect(deadQueues.filter(([name]) => failures.includes(`"${name}"`))).toHaveLength(1); // an alarm looks at it: above
  }
});

// Guarantee: one batch that fails takes no others along: every consumer of a queue says which messages failed, and its queue waits
// for as long as AWS advises.
test('consumers of queues', () => {
  const consumers = ofType('AWS::Lambda::EventSourceMapping').filter(
    ([, { Properties }]) => !text(Properties['EventSourceArn']).includes('StreamArn'),
  );
  expect(consumers.length).toBeGreaterThan(5);
  const timeoutOf = (name: string) => resources.find(([id]) => id === name)?.[1].Properties['Timeout'] as number;
  for (const [, { Properties }] of consumers) {
    expect(Properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
    const [queue = ''] = /\w+(?=","Arn")/.exec(text(Properties['EventSourceArn'])) ?? [];
    const [consumer = ''] = /\w+LambdaFunction/.exec(text(Properties['FunctionName'])) ?? [];
    const visibility = resources.find(([id]) => id === queue)?.[1].Properties['VisibilityTimeout'];
    expect({ queue, visibility, is: Number(visibility) >= 6 * timeoutOf(consumer) }).toMatchObject({ queue, is: true });
  }
});

// Guarantee: no storm of requests reaches the functions whole: the gateway lets through so many a second, and so many at once.
test('the API is throttled', () => {
  const stages = ofType('AWS::ApiGatewayV2::Stage').map(([, { Properties }]) => Properties['DefaultRouteSettings']);
  expect(stages).toEqual([{ ThrottlingRateLimit: '2000', ThrottlingBurstLimit: '2000' }]);
});

const moneyPath = ['usageStream', 'billingSchedule', 'billingQueue'];

// Guarantee: as it is, the stack deploys into an account of AWS that has no concurrency to reserve. Told to, it keeps a part of it
// for what rates and bills, and gives billing no more messages at once than that (docs/decisions/061).
test('reserved concurrency', () => {
  const reserved = ofType('AWS::Lambda::Function').filter(
    ([, { Properties }]) => 'ReservedConcurrentExecutions' in Properties,
  );
  expect(reserved.map(([name]) => name)).toEqual([]);

  process.env['MONEY_PATH_CONCURRENCY'] = '20';
  const { functions } = readService();
  delete process.env['MONEY_PATH_CONCURRENCY'];
  const withPart = Object.entries(functions).filter(([, definition]) => definition['reservedConcurrency'] === '20');
  expect(withPart.map(([name]) => name)).toEqual(moneyPath);
  expect(functions['billingQueue']?.events).toMatchObject([{ sqs: { maximumConcurrency: '20' } }]);
});

// Guarantee: usage that no plan prices, that nobody has paid for, or that comes again with other facts is seen by somebody: of
// both functions that rate, the alarms' filters read the very words that are logged.
test.each([
  ['UnratedUsage', unratedMessage],
  ['Shortfalls', shortfallMessage],
  ['ConflictingUsage', conflictMessage],
])('%s is watched', (metric, message) => {
  const filters = ofType('AWS::Logs::MetricFilter').map(([, { Properties }]) => text(Properties));
  for (const group of ['usageStream', 'billingQueue']) {
    const ofGroup = filters.filter((filter) => filter.includes(`-${group}"`) && filter.includes(`"${metric}"`));
    expect(ofGroup.join()).toContain(message);
  }
  const metrics = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties['MetricName']);
  expect(metrics).toContain(metric);
});
