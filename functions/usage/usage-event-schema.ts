import * as z from 'zod/mini';
import { type Answer, json } from '../../lib/http/answer.ts';
import { sidOf } from '../../lib/http/schema.ts';

const epochMilliseconds = () => z.int().check(z.meta({ description: 'Epoch milliseconds' }));

/** What `data` of a usage event's CloudEvent says, and a line of its export (lib/metering/usage-document.ts). */
const UsageEventDocument = z.strictObject({
  id: z.string(),
  account: sidOf('AC'),
  microService: z.string(),
  meter: z.string(),
  resource: z.string(),
  startedAt: epochMilliseconds(),
  finalizedAt: epochMilliseconds(),
  day: z.string().check(z.regex(/^\d{8}$/)),
  quantity: z.string().check(z.regex(/^\d+$/)),
  destination: z.nullable(z.string()),
  origin: z.nullable(z.string()),
  configurationVersion: z.int(),
});

/** The JSON Schema that a CloudEvent's `dataschema` names. */
export const showUsageEventSchema = async (): Promise<Answer> => json(z.toJSONSchema(UsageEventDocument));
