import { parentPort } from 'node:worker_threads';
import type { APIGatewayProxyEventV2, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { billAccount } from '../../../functions/billing/bill-account.ts';
import { handler as calls } from '../../../functions/call/http.ts';
import { handler as messages } from '../../../functions/sms/http.ts';
import { handler as rate } from '../../../functions/usage/stream.ts';
import type { Handler } from '../../integration/gateway.ts';
import { threadCpu } from '../thread-cpu.ts';
import { recordRequests, replayOf } from './bare-requests.ts';

const context = { getRemainingTimeInMillis: () => 29_000 } as never;

const works = {
  calls: (event: APIGatewayProxyEventV2) => answered(calls as unknown as Handler, event),
  messages: (event: APIGatewayProxyEventV2) => answered(messages as unknown as Handler, event),
  rate: (event: DynamoDBStreamEvent) => (rate as (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>)(event),
  bill: ({ sid, at }: { readonly sid: string; readonly at: number }) => billAccount(sid, at),
} as const;
type Works = typeof works;

/** A refusal is cheap: it is not what is measured. */
async function answered(handler: Handler, event: APIGatewayProxyEventV2) {
  const answer = await handler(event, context);
  const { statusCode = 500 } = answer;
  if (statusCode >= 400) throw new Error(`${event.rawPath} was answered ${statusCode}.`);
  return answer;
}

/** What this thread can be asked to do, by the function that does it. */
export type Work = keyof Works;
export type Input<Name extends Work> = Parameters<Works[Name]>[0];
export type Result<Name extends Work> = Awaited<ReturnType<Works[Name]>>;

/** CPU of one run, in milliseconds; and of its requests to the table, sent again by a bare client. */
export type Cost = { readonly milliseconds: number; readonly requests: number; readonly bareMilliseconds: number };

const taken = recordRequests();

/** A thread of its own for the functions: what they use of the CPU is told apart from carrier, programs, queues and bucket. */
parentPort?.on('message', async ({ work, input }: { readonly work: Work; readonly input: unknown }) => {
  const run = works[work] as (input: unknown) => Promise<unknown>;
  taken();
  const { result, milliseconds } = await threadCpu(() => run(input));
  const recorded = taken();
  const { milliseconds: bareMilliseconds } = await threadCpu(replayOf(recorded));
  const cost: Cost = { milliseconds, requests: recorded.length, bareMilliseconds };
  parentPort?.postMessage({ result, cost });
});
