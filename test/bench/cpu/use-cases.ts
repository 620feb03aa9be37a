import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Handler } from '../../integration/gateway.ts';
import { startVoice, type Voice } from '../../integration/voice.ts';
import { median } from '../cold-start.ts';
import { live, type Measured, ours, webhookName } from '../units/operations.ts';
import { billMonths } from './bill-months.ts';
import { type Functions, type Run, startFunctions } from './functions.ts';
import type { Cost } from './functions-thread.ts';

const rounds = 20;
const pageSize = 20;
const caller = '+15550199002';
/** One that the carrier sells. */
const called = '+12125550100';

/** CPU of a use case: medians of its runs, in milliseconds, and of nothing but its requests to the table. */
export type UseCase = Cost & { readonly name: string; readonly runs: number };

/**
 * What each operation of the units' table takes of the CPU, beside the same requests to the table sent by a bare client: a
 * tenant's requests, the carrier's webhooks as the embedded carrier sends them, rating and billing.
 */
export async function useCaseCpu(): Promise<UseCase[]> {
  const costs = new Map<string, Cost[]>();
  let functions: Functions | undefined;
  const run: Run = (name, work, input) => {
    functions ??= startFunctions(); // The environment is set by now.
    return functions.run(work, input).then(({ result, cost }) => {
      if (name !== undefined) costs.set(name, [...(costs.get(name) ?? []), cost]);
      return result;
    });
  };
  const voice = await startVoice(
    async <Answer>({ rawPath, body = '', ...event }: APIGatewayProxyEventV2) =>
      (await run(webhookName(rawPath, body), functionOf(rawPath), { ...event, rawPath, body })) as Answer,
  );
  voice.twiml['/voice'] = '<Response><Say>Hello</Say><Hangup/></Response>';
  try {
    await use(voice, run);
    await billMonths(voice.platform, run);
  } finally {
    await functions?.close();
    await voice.close();
  }
  return [...costs].map(([name, found]) => useCaseOf(name, found));
}

const functionOf = (path: string) => (path.startsWith('/carriers/twilio/messages/') ? 'messages' : 'calls');

/** Calls out and in and messages, each to its end; then the calls are listed. */
async function use(voice: Voice, run: Run): Promise<void> {
  let current: string | undefined;
  const measured: Measured = async (name, work) => {
    current = name;
    try {
      return await work();
    } finally {
      current = undefined;
    }
  };
  const within =
    (work: 'calls' | 'messages'): Handler =>
    (event) =>
      run(current, work, event);
  const elsewhere: Voice = { ...voice, calls: within('calls'), messages: within('messages') };
  const tenant = await voice.tenantWith(ours, '/voice');
  await voice.tenantWith(called, '/voice');
  voice.carrier.phone(caller).hangsUpAfter('30s');
  for (let round = 0; round < rounds; round += 1) {
    await live(elsewhere, tenant, measured);
    voice.carrier.phone(caller).dials(called);
    await voice.clock.advanceBy('1m');
  }
  const path = `Calls.json?PageSize=${pageSize}`;
  for (let round = 0; round < rounds; round += 1)
    await measured(`listing ${pageSize} calls`, () => elsewhere.get(elsewhere.calls, tenant, path));
}

function useCaseOf(name: string, costs: readonly Cost[]): UseCase {
  const middle = (figure: keyof Cost) => median(costs.map((cost) => cost[figure]));
  return {
    name,
    runs: costs.length,
    milliseconds: middle('milliseconds'),
    requests: middle('requests'),
    bareMilliseconds: middle('bareMilliseconds'),
  };
}
