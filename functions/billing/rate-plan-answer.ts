import * as z from 'zod/mini';
import { named } from '../../lib/http/schema.ts';
import { PlanSchema } from '../../lib/rating/plan.ts';
import { apiName } from './rate-plan-document.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** A rate plan as it is sent. Its own schema has the names that are stored: the document says them as `/v1` does. */
export const RatePlan = named('RatePlan', planShownAs({}));

/** A rate plan's version as it is answered. */
export const RatePlanVersion = named(
  'RatePlanVersion',
  planShownAs({ Version: { type: 'integer' }, DateCreated: { type: 'string', format: 'date-time' } }),
);

/** A schema in whose place the document shows the plan's, with further properties that are always there. */
function planShownAs(further: JsonSchema) {
  const override = ({ jsonSchema }: { readonly jsonSchema: Record<string, unknown> }): void => {
    const { $schema, ...stored } = z.toJSONSchema(PlanSchema, { io: 'input' });
    const { properties, required, ...others } = inApiNames(stored) as { properties: JsonSchema; required: string[] };
    for (const keyword of Object.keys(jsonSchema)) delete jsonSchema[keyword];
    Object.assign(jsonSchema, others, {
      properties: { ...properties, ...further },
      required: [...required, ...Object.keys(further)],
    });
  };
  return z.looseObject({ Plan: z.string() }).check(z.meta({ override }));
}

/** A JSON schema whose properties have the names of `/v1`. */
function inApiNames(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(inApiNames);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { properties, required, ...others } = schema as { properties?: JsonSchema; required?: string[] };
  return {
    ...Object.fromEntries(Object.entries(others).map(([keyword, value]) => [keyword, inApiNames(value)])),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [apiName(name), inApiNames(property)]),
      ),
    }),
    ...(required !== undefined && { required: required.map(apiName) }),
  };
}

/** A plan that the platform takes. */
export const examplePlan = {
  Plan: 'business',
  Currency: 'USD',
  EffectiveFrom: '2026-01-01T00:00:00Z',
  Lines: [
    {
      Meter: 'calls-outbound',
      Per: 60,
      Increment: { First: 60, Next: 6 },
      Price: {
        Model: 'deck',
        Rates: [
          { Prefix: '1', Price: '0.0095', Connect: '0.02' },
          { Prefix: '', Price: '0.25' },
        ],
      },
    },
    { Meter: 'sms-outbound', Price: { Model: 'per-unit', Price: '0.0075' } },
  ],
};
