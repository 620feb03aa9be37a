import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { type Carrier, CarrierError } from '../../lib/carrier/carrier.ts';
import { carriers } from '../../lib/carrier/carriers.ts';
import { environment } from '../../lib/environment/environment.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { iso8601 } from '../../lib/http/date.ts';
import { instant, named } from '../../lib/http/schema.ts';

/** So long a carrier may take to show that it is there. */
const healthyWithinMilliseconds = 3_000;

export const ListCarriers = z.object({});

const CarrierAnswer = named(
  'Carrier',
  z.object({
    Id: z.string(),
    AccountSid: z.string().check(z.meta({ description: 'The operator’s account there' })),
    Capabilities: z.array(z.string()),
    CallsPerSecond: z.number().check(z.meta({ description: 'Of all accounts together; 0: no limit here' })),
    Health: z.object({
      Status: z.enum(['up', 'down']),
      Milliseconds: z.int(),
      Problem: z.nullable(z.string()),
      DateChecked: instant(),
    }),
  }),
);
export const CarrierList = z.object({ Carriers: z.array(CarrierAnswer) });

/** The configured carriers, each asked now whether it is there, all at once and for at most 3 s. */
export const listCarriers = async ({ now }: TenantRequest<unknown>): Promise<Answer> =>
  json({ Carriers: await Promise.all(carriers().map((carrier) => representation(carrier, now))) });

async function representation(carrier: Carrier, now: number): Promise<z.input<typeof CarrierAnswer>> {
  const askedAt = performance.now();
  const problem = await Promise.race([problemOf(carrier), silence()]);
  return {
    Id: carrier.id,
    AccountSid: carrier.account,
    Capabilities: [...carrier.capabilities],
    CallsPerSecond: environment().carrier.callsPerSecond,
    Health: {
      Status: problem === null ? 'up' : 'down',
      Milliseconds: Math.round(performance.now() - askedAt),
      Problem: problem,
      DateChecked: iso8601(now),
    },
  };
}

/** Null where the carrier answers a question that changes nothing and needs our credentials. */
async function problemOf(carrier: Carrier): Promise<string | null> {
  try {
    await carrier.numberCountries();
    return null;
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    return error.message;
  }
}

const silence = (): Promise<string> =>
  sleep(healthyWithinMilliseconds, `no answer within ${healthyWithinMilliseconds} ms`, { ref: false });
