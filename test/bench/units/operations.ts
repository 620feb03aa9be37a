import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { type UsageEvent, usageEvent } from '../../../lib/metering/usage-event.ts';
import { signed } from '../../integration/call/signed-sample.ts';
import type { Credentials } from '../../integration/gateway.ts';
import { streamEvent } from '../../integration/usage/stream.ts';
import { startVoice, type Voice } from '../../integration/voice.ts';
import type { Units } from './capacity.ts';
import { meterUnits, type UnitsMeter } from './meter.ts';

/** What one operation uses of the table. */
export type Operation = Units & { readonly name: string };

/** The number of the tenant whose calls are measured. */
export const ours = '+15550100001';
const theirs = '+15550199001';
const context = { getRemainingTimeInMillis: () => 29_000 } as never;
const sealedAt = Date.UTC(2026, 10, 25, 0, 20);
const lastDayAt = Date.UTC(2026, 10, 30, 0, 20);
const closedAt = Date.UTC(2026, 11, 1, 0, 20);
const pageSize = 20;
const day = '20261124';
/** Of the day that has any. */
export const lines = 150;

/**
 * The capacity units of each operation, by AWS's rules: a tenant's requests, the carrier's webhooks as the embedded carrier
 * sends them, rating, and billing. Settings are warm, as in a Lambda that lives; nobody asked for callbacks.
 */
export async function operationUnits(): Promise<Operation[]> {
  const found: Operation[] = [];
  let meter: UnitsMeter | undefined;
  const measured = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    if (meter === undefined) return work();
    const { result, units } = await meter.during(work);
    if (!found.some((operation) => operation.name === name)) found.push({ name, ...units });
    return result;
  };
  const voice = await startVoice((event, answer) => measured(webhookName(event.rawPath, event.body ?? ''), answer));
  try {
    voice.twiml['/voice'] = '<Response><Say>Hello</Say><Hangup/></Response>';
    const tenant = await voice.tenantWith(ours, '/voice');
    await live(voice, tenant, (_name, work) => work());
    meter = await meterUnits();
    await live(voice, tenant, measured);
    const incoming = await signed('call.answer-call');
    await measured('webhook: calls answer', () => voice.calls(incoming, context));
    await listing(voice, tenant, measured);
    await rating(tenant, measured);
    await billing(tenant, measured);
  } finally {
    await voice.close();
  }
  return found;
}

/** Does a piece of work and measures it under the name. */
export type Measured = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

/** What a webhook of the carrier is called, by its path and form. */
export function webhookName(path: string, body: string): string {
  const form = new URLSearchParams(body);
  const what = path.split('/').slice(3).join(' ');
  const status = path.endsWith('/answer') ? undefined : (form.get('CallStatus') ?? form.get('MessageStatus'));
  return `webhook: ${what}${status == null ? '' : `, ${status}`}`;
}

/** A call and a message, from the first request to the end. */
export async function live(voice: Voice, tenant: Credentials, measured: Measured): Promise<void> {
  const Twiml = '<Response><Pause length="60"/></Response>';
  await measured('placing a call', () => call(voice, tenant, Twiml));
  await voice.clock.advanceBy('3m');
  await measured('sending a message', () => message(voice, tenant));
  await voice.clock.advanceBy('1m');
}

async function call(voice: Voice, tenant: Credentials, Twiml: string): Promise<void> {
  const { status } = await voice.post(voice.calls, tenant, 'Calls.json', { To: theirs, From: ours, Twiml });
  if (status !== 201) throw new Error(`The call was answered ${status}.`);
}

async function message(voice: Voice, tenant: Credentials): Promise<void> {
  const reply = await voice.post(voice.messages, tenant, 'Messages.json', { To: theirs, From: ours, Body: 'Hello' });
  if (reply.status !== 201) throw new Error(`The message was answered ${JSON.stringify(reply)}.`);
}

async function listing(voice: Voice, tenant: Credentials, measured: Measured): Promise<void> {
  for (let placed = 0; placed <= pageSize; placed += 1) {
    await call(voice, tenant, '<Response><Hangup/></Response>');
    await voice.clock.advanceBy('1m');
  }
  const path = `Calls.json?PageSize=${pageSize}`;
  const { body } = await measured(`listing ${pageSize} calls`, () => voice.get(voice.calls, tenant, path));
  if ((body['calls'] as unknown[]).length !== pageSize) throw new Error('The page is not full.');
}

/** Events of the account, rated alone and in a full batch of the stream; then whatever else has waited for it. */
async function rating(tenant: Credentials, measured: Measured): Promise<void> {
  const { handler } = await import('../../../functions/usage/stream.ts');
  const { putUsageEvent, usageEventsOfDay } = await import('../../../lib/metering/usage-event.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const waiting = await usageEventsOfDay(tenant.sid, day);
  const events = Array.from({ length: lines - waiting.length }, (_, index) =>
    answeredCall(tenant.sid, index, sealedAt - 30_000_000),
  );
  for (const event of events) await commit([putUsageEvent(event)]);
  const rate = async (batch: readonly UsageEvent[]) => {
    const answer = await (handler as (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>)(
      streamEvent(batch),
    );
    if (answer.batchItemFailures.length > 0) throw new Error('Events were not rated.');
  };
  await rate(waiting);
  await measured('rating an event alone', () => rate(events.slice(0, 1)));
  await measured('rating a batch of 100 events', () => rate(events.slice(1, 101)));
  await rate(events.slice(101));
}

/** The usage event of a call of an account, by its number and its end. */
export function answeredCall(sid: string, index: number, finalizedAt: number): UsageEvent {
  const use = { microService: 'call', meter: 'calls-outbound', sequence: 0, quantity: 61n, destination: theirs };
  const resourceSid = `CA${finalizedAt.toString(16).padStart(16, '0')}${index.toString(16).padStart(16, '0')}`;
  const times = { startedAt: finalizedAt - 10_000_000, finalizedAt };
  return usageEvent({ sid, zone: 'UTC' }, { ...use, resourceSid, ...times, configurationVersion: 0 });
}

/** A day with its lines, and a month's last day with the period's close. */
async function billing({ sid }: Credentials, measured: Measured): Promise<void> {
  const { billAccount } = await import('../../../functions/billing/bill-account.ts');
  await measured(`sealing a day of ${lines} lines`, () => billAccount(sid, sealedAt));
  await billAccount(sid, lastDayAt - 86_400_000);
  await measured('sealing an empty day', () => billAccount(sid, lastDayAt));
  const { statements } = await measured('sealing the last day, closing the period', () => billAccount(sid, closedAt));
  if (statements.length !== 1) throw new Error('No statement was made.');
}
